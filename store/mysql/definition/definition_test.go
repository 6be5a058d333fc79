package definition_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got := definition.Parse("CREATE TABLE `peo``ple` (\n" +
		"  `id` binary(16) NOT NULL,\n" +
		"  `a,b` varchar(40) DEFAULT 'it\\'s, (`x`)' COMMENT 'y''z',\n" +
		"  PRIMARY KEY (`id`,`a,b`),\n" +
		"  UNIQUE KEY `one` (`a,b`(20) DESC,`id`),\n" +
		"  KEY `two` ((lower(`a,b`)),`id`),\n" +
		"  CONSTRAINT `check` CHECK (`a,b` in ('a','b')),\n" +
		"  CONSTRAINT `ref` FOREIGN KEY (`id`, `a,b`) REFERENCES `teams` (`x`, `y`) ON DELETE SET NULL,\n" +
		"  CONSTRAINT `far` FOREIGN KEY (`id`) REFERENCES `other`.`teams` (`x`)\n" +
		") ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4")
	want := &definition.Table{
		Name: "peo`ple",
		Columns: []ddl.Part{
			{Name: "id", Text: "`id` binary(16) NOT NULL"},
			{Name: "a,b", Text: "`a,b` varchar(40) DEFAULT 'it\\'s, (`x`)' COMMENT 'y''z'"},
		},
		Key: "PRIMARY KEY (`id`,`a,b`)",
		Indexes: []definition.Index{
			{Part: ddl.Part{Name: "one", Text: "UNIQUE KEY `one` (`a,b`(20) DESC,`id`)"}, Columns: []string{"a,b", "id"}},
			{Part: ddl.Part{Name: "two", Text: "KEY `two` ((lower(`a,b`)),`id`)"}, Columns: []string{"", "id"}},
		},
		Checks: []ddl.Part{{Name: "check", Text: "CONSTRAINT `check` CHECK (`a,b` in ('a','b'))"}},
		References: []definition.Reference{
			{Name: "ref", Columns: []string{"id", "a,b"}, To: "teams", Target: []string{"x", "y"}, Actions: "ON DELETE SET NULL"},
			{Name: "far", Columns: []string{"id"}, Schema: "other", To: "teams", Target: []string{"x"}},
		},
		Options: ") ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"id", "a,b"}, got.KeyColumns()); diff != "" {
		t.Error(diff)
	}
}

func TestColumn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][3]string{
		"`a` bigint(20) DEFAULT NULL":                                                 {"", "", "bigint(20)"},
		"`a` int(11) NOT NULL DEFAULT -5 COMMENT 'x, ''y'":                            {"-5", " COMMENT 'x, ''y'", "int(11)"},
		"`DEFAULT` varchar(9) DEFAULT 'it''s DEFAULT' COMMENT 'c'":                    {"'it''s DEFAULT'", " COMMENT 'c'", "varchar(9)"},
		"`a` longtext NOT NULL DEFAULT (concat('a',')') )":                            {"(concat('a',')') )", "", "longtext"},
		"`a` datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)": {"current_timestamp(6)", "", "datetime(6) ON UPDATE current_timestamp(6)"},
		"`a` bigint(20) NOT NULL AUTO_INCREMENT":                                      {"", "", "bigint(20)"},
		"`a` blob NOT NULL DEFAULT x'00'":                                             {"x'00'", "", "blob"},
		"`a` text COLLATE utf8mb4_bin NOT NULL":                                       {"", "", "text COLLATE utf8mb4_bin"},
	} {
		_, given := definition.Default(text)
		_, comment := definition.Comment(text)
		if got := [3]string{given, comment, definition.Type(text)}; got != want {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
	}
}
