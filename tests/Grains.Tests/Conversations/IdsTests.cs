namespace OrleansChat.Grains.Tests.Conversations;

public sealed class IdsTests
{
    [Fact]
    public void Ids_are_recognised_by_their_kind()
    {
        var (ann, bob) = (Ids.NewUser(), Ids.NewUser());
        var direct = Ids.Direct(ann, bob);
        Assert.True(Ids.IsUser(ann) && Ids.IsGroup(Ids.NewGroup()) && Ids.IsSession(Ids.NewSession()) && Ids.IsDirect(direct));
        Assert.False(Ids.IsUser(direct) || Ids.IsGroup(ann) || Ids.IsDirect(ann) || Ids.IsConversation(bob));
        Assert.True(direct.Length <= 80);
    }

    [Fact]
    public void Two_users_have_one_direct_conversation()
    {
        var (ann, bob) = (Ids.NewUser(), Ids.NewUser());
        var id = Ids.Direct(ann, bob);
        Assert.Equal(id, Ids.Direct(bob, ann));
        Assert.Equal((bob, ann, null), (Ids.Peer(id, ann), Ids.Peer(id, bob), Ids.Peer(id, Ids.NewUser())));
    }

    [Fact]
    public void Later_ids_sort_later()
    {
        var ids = Enumerable.Range(0, 3).Select(i => Ids.NewUser()[..12]).ToArray();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("")]
    [InlineData("u.")]
    [InlineData("u.01m81tf6meef49v1swabz967qI")]
    [InlineData("u.01m81tf6meef49v1swabz967q3\n")]
    [InlineData("d.01m81tf6meef49v1swabz967q3.01m81tf6meef49v1swabz967q3")]
    [InlineData("d.01m81tf6xre2v9qe2n130z5a8r.01m81tf6meef49v1swabz967q3")]
    [InlineData("x.01m81tf6meef49v1swabz967q3")]
    public void Other_texts_are_no_ids(string text) =>
        Assert.False(Ids.IsUser(text) || Ids.IsGroup(text) || Ids.IsSession(text) || Ids.IsConversation(text));
}
