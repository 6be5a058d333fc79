package grammar

import "testing"

// BenchmarkParse reads the URLs of ordinary requests.
func BenchmarkParse(b *testing.B) {
	cat := NewCatalog(boardSchema(b))
	for name, target := range map[string]string{
		"key":   "posts?select=id,title",
		"list":  "posts?select=id,title,author(name)&status=eq.published&order=id.desc&limit=30",
		"plain": "posts?votes=gt.3&order=votes&limit=30",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := parse(cat, target); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
