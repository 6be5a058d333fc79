package identity

import (
	"context"
	"regexp"
	"strings"

	"bedplate/internal/identity/throttle"
	"bedplate/query"
	"bedplate/value"
)

// Message is a short text to a user's telephone.
type Message struct {
	To   string // the number, in digits alone: 491701234567
	User string // the id, "" where there is none yet
	Kind string // what for: signup, magiclink, phone_change, reauthentication, taken
	Code string
}

// e164 is a number in international form, without the plus.
var e164 = regexp.MustCompile(`^[1-9][0-9]{6,14}$`)

// phoneOf reads a number in international form, however it is grouped. The same
// number is the same text: it is kept and compared as digits.
func phoneOf(typed string) (address, error) {
	plain := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '.', '(', ')', '/', '\u00a0':
			return -1
		}
		return r
	}, typed)
	plain = strings.TrimPrefix(plain, "+")
	if !e164.MatchString(plain) {
		return address{}, invalid("phone", "invalid phone number format: it must be E.164, such as +491701234567")
	}
	return address{typed: plain, key: plain, phone: true}, nil
}

// givenPhone reads a call's number.
func (s *Service) givenPhone(call *query.Call) (address, error) {
	if !s.Phones {
		return address{}, refuse(phoneDisabled, "phones are not taken here")
	}
	return phoneOf(call.Arg("phone").Raw())
}

// reachable reads a call's address, which must be one that codes go to.
func (s *Service) reachable(call *query.Call) (address, error) {
	if call.Arg("phone").Raw() != "" && call.Arg("email").Raw() == "" {
		return s.givenPhone(call)
	}
	return s.mailable(call)
}

// addressIn reads the address that a code's intent holds.
func addressIn(i intent) (address, error) {
	if i.Phone != "" {
		return phoneOf(i.Phone)
	}
	return addressOf(i.Email)
}

// intends says whom a code would make.
func (i intent) of(a address) intent {
	if a.phone {
		i.Phone = a.typed
	} else {
		i.Email = a.typed
	}
	return i
}

// tell sends a code to an address: a letter with a link, or the digits alone.
func (s *Service) tell(to address, c code, made issued) {
	if !to.phone {
		s.send(s.letter(to.typed, c, made))
		return
	}
	m := Message{To: to.typed, Kind: c.kind, Code: made.digits}
	if !c.user.IsNull() {
		m.User = c.user.String()
	}
	s.text(m)
}

// tellTaken tells the owner of an address that somebody signed up with it.
func (s *Service) tellTaken(to address, owner record) {
	if to.phone {
		s.text(Message{To: to.typed, User: owner.at("id").String(), Kind: takenKind})
		return
	}
	s.send(Letter{To: owner.at("email").Raw(), Kind: takenKind, Link: s.Site})
}

const takenKind = "taken"

// text hands a message over, as send does with a letter.
func (s *Service) text(m Message) {
	if s.Text == nil {
		s.Log.Error("there is no way to send messages to telephones", "kind", m.Kind)
		return
	}
	if err := s.Text(s.ctx, m); err != nil {
		s.Log.Error("a message could not be sent", "kind", m.Kind, "error", err)
	}
}

// Messages cost money, and there are those who earn by each: so there are fewer
// of them than letters.
const (
	messagesTo    = 5
	messagesPlace = 10
)

// codeAllowed counts a letter or a message, and refuses it where there were too
// many.
func (s *Service) codeAllowed(ctx context.Context, call *query.Call, to address) error {
	if !to.phone {
		return s.letterAllowed(ctx, call, to)
	}
	at := place(call)
	_, ok, err := s.allow(ctx, call, []throttle.Limit{throttle.Of("message "+call.Action.Name+" "+at+" "+to.key, 1, letterPause),
		throttle.Of("messages to "+to.key, messagesTo, window), throttle.Of("messages "+at, messagesPlace, window)})
	if err == nil && !ok {
		err = refuse(tooManyMessages, "for security purposes, you can only request this once every 60 seconds")
	}
	return err
}

// askPhone sends a code to a new number of who calls. Whether somebody has it
// already is not told.
func (s *Service) askPhone(ctx context.Context, call *query.Call, d desk, u record) error {
	to, err := s.givenPhone(call)
	if err != nil {
		return err
	}
	if to.key == u.at("phone").Raw() {
		return nil
	}
	if err := s.codeAllowed(ctx, call, to); err != nil {
		return err
	}
	there, err := find(ctx, call, d, eq("phone", value.OfText(to.key)))
	if err != nil {
		return err
	}
	c := code{kind: phoneCode, address: to.key, user: u.at("id"), intent: intent{}.of(to)}
	l := newList(call.Schema)
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, "phone_change_requested", u.at("id"), value.Value{}).do(ctx, d); err != nil {
		return err
	}
	if there != nil {
		s.tellTaken(to, there)
		return nil
	}
	s.tell(to, c, made)
	return nil
}
