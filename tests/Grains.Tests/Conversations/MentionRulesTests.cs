using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class MentionRulesTests
{
    private static readonly Dictionary<string, string> Members =
        new[] { "anna", "bob-1", "bob", "c.d", "dot.", "under_score", "-x-", new string('l', 32) }.ToDictionary(name => name, name => $"u.{name}");

    [Theory]
    [InlineData("@anna", "anna")]
    [InlineData("@Anna @ANNA", "anna")]
    [InlineData("hello @anna.", "anna")]
    [InlineData("(@anna), @bob! @c.d?", "anna bob c.d")]
    [InlineData("@bob @anna @bob", "bob anna")]
    [InlineData("@anna... @dot. @dot.. @dot", "anna dot.")]
    [InlineData("@anna's and @bob-1's", "anna bob-1")]
    [InlineData("@bob-2", "")]
    [InlineData("@annabel", "")]
    [InlineData("@ anna", "")]
    [InlineData("anna", "")]
    [InlineData("x@anna", "")]
    [InlineData("x.y+z@anna.com", "")]
    [InlineData("1@anna _@anna -@anna +@anna", "")]
    [InlineData("@@anna", "")]
    [InlineData("@anna@example.org", "")]
    [InlineData("@anna\n@bob\t@c.d", "anna bob c.d")]
    [InlineData("你好@anna，再见", "anna")]
    [InlineData("ok.@anna/@bob", "anna bob")]
    [InlineData("@under_score_", "under_score")]
    [InlineData("@-x-", "-x-")]
    [InlineData("@llllllllllllllllllllllllllllllll.", "llllllllllllllllllllllllllllllll")]
    [InlineData("@lllllllllllllllllllllllllllllllll", "")]
    [InlineData("@", "")]
    [InlineData("@@@", "")]
    [InlineData("@ab @a", "")]
    public void Names_of_members_are_found_in_the_order_of_their_appearance(string text, string names) =>
        Assert.Equal(
            names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"u.{name}"),
            MentionRules.Resolve(MentionRules.Find(text), Members));

    [Fact]
    public void At_most_fifty_are_told_and_each_once()
    {
        var members = Enumerable.Range(100, 80).ToDictionary(i => $"user{i}", i => $"u.{i}");
        var text = string.Join(' ', members.Keys.SelectMany(name => new[] { $"@{name}", $"@{name}" }));
        var mentions = MentionRules.Resolve(MentionRules.Find(text), members);
        Assert.Equal(members.Values.Take(MentionRules.MaxMentions), mentions);
    }

    [Fact]
    public void A_text_full_of_names_looks_up_a_bounded_number()
    {
        var text = string.Concat(Enumerable.Range(0, 1_600).Select(i => $"@{i:0000}"));
        Assert.Empty(MentionRules.Find(text));
        text = string.Concat(Enumerable.Range(0, 1_300).Select(i => $"@{i:0000} "));
        Assert.InRange(MentionRules.Find(text).Sum(readings => readings.Length), 1, MentionRules.MaxNames);
        Assert.InRange(MentionRules.Find("@abc" + new string('.', 7_990)).Single().Length, 1, 32);
    }
}
