package main

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// The rules are those of bench/app in PocketBase's words.
const (
	readPost    = `status = "published" || author = @request.auth.id`
	createPost  = `author = @request.auth.id`
	readComment = `hidden = false || author = @request.auth.id`
	readReview  = `post.status = "published" || post.author = @request.auth.id`
)

// collections makes what bench/app/schema says. Ids are UUIDs, as there, but without dashes.
func collections(app core.App) error {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	withUUIDs(users)
	users.Fields.GetByName("password").(*core.PasswordField).Cost = 4 // nobody signs in here
	users.AuthToken.Duration = 24 * 3600
	users.ViewRule, users.ListRule = types.Pointer(""), types.Pointer("")
	if err := app.Save(users); err != nil {
		return err
	}
	posts := collection("posts", readPost,
		&core.TextField{Name: "title", Required: true, Max: 200},
		&core.TextField{Name: "slug", Required: true, Max: 255, Pattern: `^[a-z0-9]+(-[a-z0-9]+)*$`},
		&core.TextField{Name: "body", Required: true},
		&core.SelectField{Name: "status", Required: true, MaxSelect: 1, Values: []string{"draft", "published"}},
		&core.RelationField{Name: "author", Required: true, MaxSelect: 1, CollectionId: users.Id},
		&core.JSONField{Name: "tags"},
		&core.NumberField{Name: "score", OnlyInt: true},
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	)
	posts.CreateRule = types.Pointer(createPost)
	posts.AddIndex("posts_slug", true, "slug", "")
	posts.AddIndex("posts_status_created", false, "status, created DESC", "")
	posts.AddIndex("posts_author_created", false, "author, created DESC", "")
	if err := app.Save(posts); err != nil {
		return err
	}
	comments := collection("comments", readComment,
		&core.RelationField{Name: "post", Required: true, MaxSelect: 1, CollectionId: posts.Id},
		&core.RelationField{Name: "author", Required: true, MaxSelect: 1, CollectionId: users.Id},
		&core.TextField{Name: "body", Required: true},
		&core.BoolField{Name: "hidden"},
		&core.AutodateField{Name: "created", OnCreate: true},
	)
	comments.AddIndex("comments_post_created", false, "post, created DESC", "")
	if err := app.Save(comments); err != nil {
		return err
	}
	reviews := collection("reviews", readReview,
		&core.RelationField{Name: "post", Required: true, MaxSelect: 1, CollectionId: posts.Id},
		&core.RelationField{Name: "author", Required: true, MaxSelect: 1, CollectionId: users.Id},
		&core.TextField{Name: "title", Required: true, Max: 200},
		&core.TextField{Name: "body", Required: true},
		&core.NumberField{Name: "stars", OnlyInt: true},
		&core.JSONField{Name: "tags"},
		&core.TextField{Name: "language", Required: true},
		&core.AutodateField{Name: "created", OnCreate: true},
		&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
	)
	reviews.AddIndex("reviews_post", false, "post", "")
	return app.Save(reviews)
}

func collection(name, read string, fields ...core.Field) *core.Collection {
	c := core.NewBaseCollection(name)
	c.Fields.Add(fields...)
	c.ListRule, c.ViewRule = types.Pointer(read), types.Pointer(read)
	withUUIDs(c)
	return c
}

// withUUIDs lets a collection's ids be UUIDs too, without their dashes: for ids
// of another pattern than its own PocketBase looks through the whole table at
// each creation. New ones are made as always.
func withUUIDs(c *core.Collection) {
	c.Fields.GetByName("id").(*core.TextField).Max = 32
}
