"""Operations of the scenarios, as a front end and an e-contract system send them."""

PASSWORD = "kakusho-demo"
DOCUMENT = "{ url filename bytes sha256 }"
HANDOVER = "handover { status channel sentAt viewedAt decidedAt reason }"
REFUSED = "... on UserError { message } ... on InvalidInput { problems { path code message } }"

REGISTER = """{
  viewer { contractor { name } }
  sureties { branches { id } }
  obligees(first: 100) { edges { node { id name title contractingOfficers { id title } } } }
}"""
ACCEPTANCES = "query($id: ID!) { node(id: $id) { ... on Obligee { acceptances { from } } } }"
WITHDRAW = """mutation($input: ApplicationActionInput!) { withdrawApplication(input: $input) {
  __typename ... on UserError { message } ... on ApplicationWithdrawn { application { id } } } }"""
PAY = f"""mutation($input: RecordFeePaymentInput!) {{ recordFeePayment(input: $input) {{
  __typename {REFUSED} ... on FeePaymentRecorded {{ guarantee {{ id status }} }} }} }}"""
START_REVIEW = """mutation($input: GuaranteeActionInput!) { startReview(input: $input) {
  __typename ... on UserError { message } ... on UnderReviewByAnother { reviewer since }
  ... on ReviewStarted { guarantee {
    status reviewer reviewStartedAt application { waitingSince unreadMessages } } } } }"""
SET_NOTIFICATIONS = """mutation($input: SetBranchNotificationsInput!) { setBranchNotifications(input: $input) {
  __typename ... on UserError { message }
  ... on BranchNotificationsSet { branch { notifications { timing email } } } } }"""
BRANCH_MAILS = "{ outgoingMails(first: 100, filter: {kind: NEW_APPLICATION}) { edges { node { recipient } } } }"
WORK_LIST = """query($branch: ID!) {
  applications(first: 100, filter: {branchId: $branch, orderBy: LONGEST_WAITING}) {
  edges { node { id waitingSince } } } }"""
GUARANTEE_REVIEW = "query($id: ID!) { node(id: $id) { ... on Guarantee { status reviewer } } }"
SEND_BACK = f"""mutation($input: GuaranteeReasonInput!) {{ returnGuarantee(input: $input) {{
  __typename {REFUSED} }} }}"""
MEND = f"""mutation($input: ChangeContractInput!) {{ changeContract(input: $input) {{
  __typename {REFUSED} ... on ContractChanged {{ contract {{ version projectName changes {{ role }} }} }} }} }}"""
SEND_AGAIN = f"""mutation($input: ApplicationActionInput!) {{ submitApplication(input: $input) {{
  __typename {REFUSED} ... on ApplicationSubmitted {{ application {{ id }} }} }} }}"""
GUARANTEE = f"""query($id: ID!) {{ node(id: $id) {{ ... on Guarantee {{
  id number status medium amount authKey contract {{ id }} {HANDOVER}
  handovers {{ status reason events {{ kind }} }}
  certificate {{ id document {DOCUMENT} }} keyNotice {DOCUMENT} feeStatements {{ fee document {DOCUMENT} }}
}} }} }}"""
LOOK_UP = f"""query($number: GuaranteeNumber!, $key: AuthKey!) {{
  certificate(guaranteeNumber: $number, authKey: $key) {{
  id guaranteeNumber kind status amount expiryDate projectName contractPrice contractDate periodFrom periodTo
  validity {{ isValid reason }} jointVentureMembers {{ name isLead sharePercent }}
  principalName jointVentureName obligeeTitle depositBank document {DOCUMENT} guarantee {{ {HANDOVER} }}
}} }}"""
COMPARE = """query($number: GuaranteeNumber!, $key: AuthKey!, $expected: ExpectedContractInput!) {
  certificate(guaranteeNumber: $number, authKey: $key) { compare(expected: $expected) { field matches difference } }
}"""
UPLOAD = f"""mutation($input: UploadNoticeInput!) {{ uploadNotice(input: $input) {{
  __typename {REFUSED} ... on NoticeNotReadable {{ reason }}
  ... on NoticeFiled {{ certificate {{ guaranteeNumber document {DOCUMENT} }} {HANDOVER} }} }} }}"""
ACCEPT = f"""mutation($input: CertificateKeyInput!) {{ acceptCertificate(input: $input) {{
  __typename ... on UserError {{ message }}
  ... on WrongState {{ status }} ... on CertificateAccepted {{ {HANDOVER} }} }} }}"""
RETURN = f"""mutation($input: ReturnCertificateInput!) {{ returnCertificate(input: $input) {{
  __typename {REFUSED} ... on WrongState {{ status }} ... on CertificateReturned {{ {HANDOVER} }} }} }}"""
VERIFY = "query($file: Upload!) { verifyDocument(file: $file) { verdict issuer validity { isValid } } }"
CSV = "query($search: String) { certificatesCsv(filter: { search: $search }) { url filename } }"
CREATE_CLIENT = f"""mutation($input: CreateApiClientInput!) {{ createApiClient(input: $input) {{
  __typename {REFUSED} ... on ApiClientCreated {{ apiClient {{ id }} }} }} }}"""
ISSUE_TOKEN = f"""mutation($input: IssueApiTokenInput!) {{ issueApiToken(input: $input) {{
  __typename {REFUSED} ... on ApiTokenIssued {{ token }} }} }}"""
