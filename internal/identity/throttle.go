package identity

import (
	"context"
	"net/netip"
	"time"

	"bedplate/internal/identity/throttle"
	"bedplate/query"
)

// window is how long tries are remembered.
const window = 15 * time.Minute

// The tries in a window: of one account from one place, of one place, and of
// one account from anywhere, so that a guesser with many places ends too. No
// counter is kept by what a client sends alone: the place, which a client cannot
// choose, is in it or counted beside it.
const (
	triesHere    = 10
	triesPlace   = 100
	triesAccount = 100
	lettersPlace = 30
	lettersTo    = 10
	letterPause  = time.Minute // between letters to one address
)

// place is where a call comes from: its address, of IPv6 the network.
func place(call *query.Call) string {
	addr, err := netip.ParseAddr(call.Source.IP)
	if err != nil {
		return call.Source.IP
	}
	if addr = addr.Unmap(); addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

// trying are the limits of guesses at an account's secrets.
func trying(call *query.Call, account string) []throttle.Limit {
	at := place(call)
	return []throttle.Limit{throttle.Of("here "+at+" "+account, triesHere, window), throttle.Of("place "+at, triesPlace, window),
		throttle.Of("account "+account, triesAccount, window)}
}

// try counts a guess, and refuses it where there were too many.
func (s *Service) try(ctx context.Context, call *query.Call, account string) (throttle.Attempt, error) {
	return s.counted(ctx, call, trying(call, account))
}

// guess counts a guess at a secret that is too long to be found, and refuses it
// where there were too many. It is of no account, so that nobody shuts everybody
// out.
func (s *Service) guess(ctx context.Context, call *query.Call, what string) (throttle.Attempt, error) {
	return s.counted(ctx, call, []throttle.Limit{throttle.Of(what+" "+place(call), triesPlace, window)})
}

func (s *Service) counted(ctx context.Context, call *query.Call, limits []throttle.Limit) (throttle.Attempt, error) {
	tried, ok, err := s.allow(ctx, call, limits)
	if err == nil && !ok {
		err = refuse(tooManyRequests, "request rate limit reached").WithHint("try again in a quarter of an hour")
	}
	return tried, err
}

// letterAllowed counts a letter, and refuses it where there were too many:
// whether there is somebody to write to or not.
func (s *Service) letterAllowed(ctx context.Context, call *query.Call, to address) error {
	at := place(call)
	_, ok, err := s.allow(ctx, call, []throttle.Limit{throttle.Of("letter "+call.Action.Name+" "+at+" "+to.key, 1, letterPause),
		throttle.Of("letters to "+to.key, lettersTo, window), throttle.Of("letters "+at, lettersPlace, window)})
	if err == nil && !ok {
		err = refuse(tooManyLetters, "for security purposes, you can only request this once every 60 seconds")
	}
	return err
}

// passing counts one who goes to a provider or comes back: each server by itself,
// since there is nothing to guess.
func (s *Service) passing(call *query.Call, what string) error {
	if _, ok := s.throttle.Take([]throttle.Limit{throttle.Of(what+" "+place(call), flowsPlace, window)}); !ok {
		return refuse(tooManyRequests, "request rate limit reached").WithHint("try again in a quarter of an hour")
	}
	return nil
}
