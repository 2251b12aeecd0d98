namespace OrleansChat.WebFrontend.OpenApi;

/// <param name="Route">Method and path, below <c>/api</c>.</param>
/// <param name="Id">Names the operation in generated clients; it never changes.</param>
/// <param name="Body">The members of the body that may not be missing, with spaces between.</param>
internal sealed record ApiOperation(string Route, string Id, string Summary, string Body = "");

/// <summary>
/// The routes of the contract as the document tells them. A route that is not here, and does not name itself by
/// <c>WithName</c> and <c>WithSummary</c>, fails a test.
/// </summary>
internal static class ApiOperations
{
    public static readonly IReadOnlyList<ApiOperation> Table =
    [
        new("POST /auth/register", "register", "Make an account and sign in.", "username password"),
        new("POST /auth/login", "logIn", "Sign in. After ten wrong passwords for a name, only after a growing while.", "username password"),
        new("POST /auth/refresh", "refresh", "Get a new access token. Tokens rotate: repeat a request whose answer was lost with its requestId."),
        new("POST /auth/logout", "logOut", "End this session; its live connections close."),
        new("POST /auth/password", "changePassword", "Change the password; every other session ends.", "currentPassword newPassword"),
        new("GET /auth/sessions", "listSessions", "The caller's sessions."),
        new("DELETE /auth/sessions/{id}", "revokeSession", "End one of the caller's sessions."),

        new("GET /users/me", "getMe", "The caller's profile."),
        new("PATCH /users/me", "updateMe", "Change the caller's profile."),
        new("DELETE /users/me", "eraseMe", "Erase the account; message texts stay under \"deleted user\".", "password"),
        new("GET /users/me/export", "exportMe", "Everything held about the caller, as one document."),
        new("PUT /users/me/avatar", "setAvatar", "Show an uploaded image as the caller's avatar.", "imageId"),
        new("DELETE /users/me/avatar", "removeAvatar", "Show no avatar."),
        new("GET /users/{id}", "getUser", "A profile."),
        new("GET /users", "searchUsers", "Find people by the beginning of a name, or a similar one."),

        new("GET /contacts", "listContacts", "The caller's contacts, requests and blocks."),
        new("POST /contacts", "askContact", "Ask somebody to be a contact; two who ask each other are.", "userId"),
        new("GET /contacts/suggestions", "suggestContacts", "Friends of friends, by the number of mutual contacts."),
        new("POST /contacts/{userId}/accept", "acceptContact", "Accept a request."),
        new("POST /contacts/{userId}/decline", "declineContact", "Decline a request."),
        new("DELETE /contacts/{userId}", "removeContact", "End a contact, or take back a request."),
        new("PUT /contacts/{userId}/block", "blockUser", "Block somebody, who is not told."),
        new("DELETE /contacts/{userId}/block", "unblockUser", "Lift a block."),

        new("GET /conversations", "listConversations", "The inbox, newest activity first."),
        new("POST /conversations/direct", "openDirect", "Get or make the 1-1 conversation with a user.", "userId"),
        new("GET /conversations/{id}", "getConversation", "A conversation as the caller sees it."),
        new("PATCH /conversations/{id}", "updateConversation", "Change what the caller alone sees of a conversation."),
        new("POST /conversations/{id}/read", "markRead", "Everything up to this seq was read.", "seq"),
        new("POST /conversations/{id}/delivered", "markDelivered", "Everything up to this seq has arrived.", "seq"),
        new("GET /conversations/{id}/members", "listMembers", "The members, and how far each has received and read."),
        new("GET /conversations/{id}/messages", "getMessages", "A stretch of the log, ascending by seq; the newest unless told otherwise."),
        new("POST /conversations/{id}/messages", "sendMessage", "Send a message. Sent again with its clientMessageId it changes nothing.", "clientMessageId"),
        new("PATCH /conversations/{id}/messages/{seq}", "editMessage", "Change the text of an own message.", "content"),
        new("DELETE /conversations/{id}/messages/{seq}", "deleteMessage", "Delete an own message, or as an admin anybody's."),
        new("GET /conversations/{id}/messages/{seq}/history", "getEarlierTexts", "Earlier texts of an edited message."),
        new("PUT /conversations/{id}/messages/{seq}/reactions/{reaction}", "addReaction", "React with one emoji."),
        new("DELETE /conversations/{id}/messages/{seq}/reactions/{reaction}", "removeReaction", "Take a reaction back."),
        new("PUT /conversations/{id}/pins/{seq}", "pinMessage", "Pin a message."),
        new("DELETE /conversations/{id}/pins/{seq}", "unpinMessage", "Unpin a message."),

        new("POST /groups", "createGroup", "Make a group; the caller owns it.", "name"),
        new("PATCH /groups/{id}", "updateGroup", "Rename a group."),
        new("DELETE /groups/{id}", "deleteGroup", "Delete a group with all its messages."),
        new("POST /groups/{id}/members", "addMembers", "Add people to a group.", "userIds"),
        new("DELETE /groups/{id}/members/{userId}", "removeMember", "Remove a member, or leave."),
        new("PATCH /groups/{id}/members/{userId}", "setRole", "Change a member's role; \"owner\" hands the group over.", "role"),
        new("POST /groups/{id}/invites", "createInvite", "Make an invite."),
        new("GET /groups/{id}/invites", "listInvites", "The group's invites."),
        new("GET /groups/{id}/invites/{code}", "getInvite", "An invite and its uses."),
        new("DELETE /groups/{id}/invites/{code}", "withdrawInvite", "Withdraw an invite."),
        new("GET /invites/{code}", "previewInvite", "What an invite leads to."),
        new("POST /invites/{code}/join", "joinByInvite", "Join a group by its invite."),

        new("POST /sync", "sync", "All that the caller missed, in one request.", "cursors"),
        new("GET /search", "searchMessages", "Find messages in the caller's conversations; every text is a valid query."),
        new("POST /images", "createImage", "Ask for an upload; the bytes go straight to the blob store.", "contentType size"),
        new("POST /images/{id}/complete", "completeImage", "The upload is done: check it, and make it usable."),
        new("GET /images/{id}", "getImage", "Redirect to a fresh signed address of the image."),
    ];

    private static readonly Dictionary<string, ApiOperation> ByRoute = Table.ToDictionary(row => row.Route);

    public static ApiOperation? Find(string method, string path) => ByRoute.GetValueOrDefault($"{method.ToUpperInvariant()} {path}");
}
