"use strict";

// GraphiQL on our own endpoint. The address may bring ?query=, ?variables= and ?headers=, but nothing is ever written
// back to it: variables hold auth keys and headers hold tokens, and neither belongs into a browser's history. For the same
// reason GraphiQL remembers only as long as the tab is open.

const DEFAULT_QUERY = `# 確証 GraphiQL
#
# 左に問い合わせを書き、▶ (Ctrl+Enter) で実行します。フィールドの説明は左上の本のアイコンから。
#
# ログインすると token が返ります:
#
#   mutation {
#     signIn(input: { email: "contractor@example.jp", password: "kakusho-demo" }) {
#       ... on SignedIn { token }
#       ... on UserError { message }
#     }
#   }
#
# 下の Headers に書くと、その人として問い合わせます:
#
#   { "Authorization": "Bearer ここに token" }
#
# 認証キーは問い合わせの中に書かず、Variables で渡してください。

{
  sureties {
    name
  }
}
`;

const address = new URLSearchParams(window.location.search);
const given = (name) => address.get(name) ?? undefined;

// Set here and not in the page, because its content security policy forbids styles written into it.
const container = document.getElementById("graphiql");
container.style.height = "100dvh";
document.body.style.margin = "0";

ReactDOM.createRoot(container).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: DEFAULT_QUERY,
    query: given("query"),
    variables: given("variables"),
    headers: given("headers"),
    defaultEditorToolsVisibility: given("variables") ? "variables" : "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
    storage: window.sessionStorage,
  }),
);
