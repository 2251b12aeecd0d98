using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

/// <summary>Until when a message can be edited and what can be pinned.</summary>
public sealed class MessageChangesTests
{
    private static readonly Message Plain = new(
        "d.x", 1, 1, Guid.NewGuid(), "u.sender", MessageType.Text, "text", null, null, [], [], DateTimeOffset.UnixEpoch, null, null);

    [Fact]
    public void A_message_can_be_edited_for_a_day_and_deleted_for_ever()
    {
        var edit = MessageChanges.Edit("u.sender", "new", ["u.anna"]);
        var end = Plain.CreatedAt + MessageChanges.EditWindow;
        var edited = edit(Plain, end).Required;
        Assert.Equal(("new", end, "u.anna"), (edited.Content, edited.EditedAt, Assert.Single(edited.Mentions)));

        var late = edit(Plain, end.AddTicks(10)).Error!;
        Assert.Equal(ErrorCode.Forbidden, late.Code);
        Assert.Contains("24 hours", late.Detail, StringComparison.Ordinal);
        Assert.NotNull(MessageChanges.Delete("u.sender", mayDeleteOthers: false)(Plain, end.AddDays(300)).Required.DeletedAt);
    }

    [Fact]
    public void Who_may_not_edit_at_all_is_told_that_first()
    {
        var late = Plain.CreatedAt.AddDays(2);
        Assert.Contains("sender", MessageChanges.Edit("u.other", "new", [])(Plain, late).Error!.Detail, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Gone, MessageChanges.Edit("u.sender", "new", [])(Plain with { DeletedAt = late }, late).Error!.Code);
    }

    [Fact]
    public void Pinning_twice_and_unpinning_what_is_not_pinned_change_nothing()
    {
        Assert.True(PinRules.Change(Plain, [], on: true).Required);
        Assert.False(PinRules.Change(Plain, [1], on: true).Required);
        Assert.True(PinRules.Change(Plain, [1], on: false).Required);
        Assert.False(PinRules.Change(Plain, [2], on: false).Required);
    }

    [Fact]
    public void Fifty_are_pinned_at_most_and_only_what_people_said()
    {
        ImmutableArray<long> full = [.. Enumerable.Range(2, PinRules.MaxPins).Select(seq => (long)seq)];
        Assert.Equal(ErrorCode.Conflict, PinRules.Change(Plain, full, on: true).Error?.Code);
        Assert.True(PinRules.Change(Plain, full[1..], on: true).Required);
        Assert.Equal(ErrorCode.Gone, PinRules.Change(Plain with { DeletedAt = Plain.CreatedAt }, [], on: true).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, PinRules.Change(Plain with { Type = MessageType.System }, [], on: true).Error?.Code);
        Assert.False(PinRules.Change(Plain with { DeletedAt = Plain.CreatedAt }, [], on: false).Required);
    }
}
