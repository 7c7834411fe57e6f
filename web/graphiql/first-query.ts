/** The text of an editor that nothing has been written into. */
export const FIRST_QUERY = `# 確証 GraphiQL
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
# 書いたものと応答はこの画面の中だけにあり、再読み込みすると消えます。

{
  sureties {
    name
  }
}
`;
