package outgoing

import "net/netip"

// special are the networks that are not the public internet though they look
// like addresses of hosts: by the registries of IANA for special purposes.
// Networks that hold another address inside are among them, since what they lead
// to cannot be told.
var special = networks(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
	"192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23",     // protocols, Teredo among them
	"2001:db8::/32", // of documents
	"2002::/16",     // 6to4
	"2620:4f:8000::/48", "3fff::/20",
)

// global are the addresses of IPv6 that hosts of the internet have.
var global = netip.MustParsePrefix("2000::/3")

func networks(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, one := range all {
		out[i] = netip.MustParsePrefix(one)
	}
	return out
}

// Public tells whether an address belongs to a host of the internet.
func Public(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.Is6() && !global.Contains(addr) {
		return false
	}
	for _, network := range special {
		if network.Contains(addr) {
			return false
		}
	}
	return true
}
