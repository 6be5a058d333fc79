// Documents as components of Relay's hold them.
import { graphql } from "react-relay";

export const list = graphql`
  fragment board_list on query_root
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "boardListQuery") {
    posts_connection(first: $count, after: $cursor, order_by: { votes: desc }) @connection(key: "board_posts_connection") {
      edges { node { id title author { name } comments_connection(first: 2) { edges { node { text } } } } }
    }
  }
`;

export const page = graphql`
  query boardQuery { ...board_list }
`;
