package rest

import (
	"net/http"

	"bedplate/fault"
	"bedplate/query"
)

// answer is how a fault.Code looks on this wire: an HTTP status and the code
// clients compare, a SQLSTATE where there is one, PostgREST's where it has one.
type answer struct {
	status int
	code   string
}

// answers has one entry for every fault.Code; a test holds it to that.
var answers = map[fault.Code]answer{
	fault.Internal:          {http.StatusInternalServerError, "XX000"},
	fault.Syntax:            {http.StatusBadRequest, "PGRST100"},
	fault.Body:              {http.StatusBadRequest, "PGRST102"},
	fault.UnknownCollection: {http.StatusNotFound, "PGRST205"},
	fault.UnknownField:      {http.StatusBadRequest, "42703"},
	fault.UnknownColumn:     {http.StatusBadRequest, "PGRST204"},
	fault.UnknownRelation:   {http.StatusBadRequest, "PGRST200"},
	fault.AmbiguousRelation: {http.StatusMultipleChoices, "PGRST201"},
	fault.UnknownAction:     {http.StatusNotFound, "PGRST202"},
	fault.Value:             {http.StatusBadRequest, "22P02"},
	fault.TooLong:           {http.StatusBadRequest, "22001"},
	fault.OutOfRange:        {http.StatusBadRequest, "22003"},
	fault.Type:              {http.StatusBadRequest, "42804"},
	fault.Unsupported:       {http.StatusBadRequest, "PGRST127"},
	fault.TooComplex:        {http.StatusBadRequest, "54001"},
	fault.TooLarge:          {http.StatusRequestEntityTooLarge, "54000"},
	fault.Unfiltered:        {http.StatusBadRequest, "21000"},
	fault.Cursor:            {http.StatusBadRequest, "34000"},
	fault.KeyReused:         {http.StatusUnprocessableEntity, "BP001"},
	fault.Done:              {http.StatusConflict, "BP002"},
	fault.Precondition:      {http.StatusPreconditionFailed, "55000"},
	fault.Range:             {http.StatusRequestedRangeNotSatisfiable, "PGRST103"},
	fault.Media:             {http.StatusNotAcceptable, "PGRST107"},
	fault.Profile:           {http.StatusNotAcceptable, "PGRST106"},
	fault.Preference:        {http.StatusBadRequest, "PGRST122"},
	fault.MaxAffected:       {http.StatusBadRequest, "PGRST124"},
	fault.Method:            {http.StatusMethodNotAllowed, "PGRST117"},
	fault.Path:              {http.StatusNotFound, "PGRST125"},
	fault.NotFound:          {http.StatusNotFound, "P0002"},
	fault.NotSingle:         {http.StatusNotAcceptable, "PGRST116"},
	fault.Token:             {http.StatusUnauthorized, "PGRST301"},
	fault.TokenExpired:      {http.StatusUnauthorized, "PGRST303"},
	fault.Denied:            {http.StatusForbidden, "42501"},
	fault.Aggregates:        {http.StatusBadRequest, "PGRST123"},
	fault.Unique:            {http.StatusConflict, "23505"},
	fault.Reference:         {http.StatusConflict, "23503"},
	fault.Required:          {http.StatusBadRequest, "23502"},
	fault.Check:             {http.StatusBadRequest, "23514"},
	fault.ReadOnly:          {http.StatusForbidden, "25006"},
	fault.Conflict:          {http.StatusConflict, "40001"},
	fault.Timeout:           {http.StatusGatewayTimeout, "57014"},
	fault.Canceled:          {statusClientClosed, "57014"},
	fault.Unavailable:       {http.StatusServiceUnavailable, "57P03"},
	fault.Full:              {http.StatusInsufficientStorage, "53100"},
	fault.Unknown:           {http.StatusServiceUnavailable, "08007"},
	fault.SchemaChanged:     {http.StatusServiceUnavailable, "PGRST002"},
}

// Failures are the codes of all errors by the status they come with, for
// whoever describes this door.
func Failures() map[int][]string {
	out := make(map[int][]string, len(answers))
	for _, a := range answers {
		out[a.status] = append(out[a.status], a.code)
	}
	denied := answers[fault.Denied]
	out[http.StatusUnauthorized] = append(out[http.StatusUnauthorized], denied.code) // see answerTo
	return out
}

// statusClientClosed is what logs show for a caller who went away; nobody
// reads the answer.
const statusClientClosed = 499

// answerTo gives a failure's wire form for this caller: who is nobody is asked
// to say who they are where others are refused.
func answerTo(code fault.Code, p *query.Principal) answer {
	a, ok := answers[code]
	if !ok {
		a = answers[fault.Internal]
	}
	if code == fault.Denied && p.Role == query.RoleAnon {
		a.status = http.StatusUnauthorized
	}
	return a
}
