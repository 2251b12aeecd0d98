using OrleansChat.Blobs.Tests.Formats;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Images;

/// <summary>A user's picture, wherever the user is shown.</summary>
[Collection(ChatCollection.Name)]
public sealed class AvatarTests(ChatFixture chat)
{
    [Fact]
    public async Task A_picture_is_shown_wherever_the_user_is()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var group = (await alice.CreateGroup("faces", bob)).Id;
        await alice.Send(direct, "hello");
        var image = await alice.AddImage("image/webp", Samples.LosslessWebP);
        using (var refused = await bob.OpenImage(image.Id))
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        await using var phone = await bob.Connect();
        var view = phone.Conversations.Next(view => view.Id == direct);
        await ReplicaAssert.KeepsInStep([bob], async () => Assert.NotNull((await alice.SetAvatar(image.Id)).AvatarUrl));
        Assert.NotNull((await view).Peer!.AvatarUrl);

        string?[] links =
        [
            (await bob.Profile(alice.Id)).AvatarUrl,
            (await bob.Get(direct)).Peer!.AvatarUrl,
            (await bob.Members(direct)).Items.Single(member => member.User.Id == alice.Id).User.AvatarUrl,
            (await bob.Members(group)).Items.Single(member => member.User.Id == alice.Id).User.AvatarUrl,
            (await bob.Call<Page<OrleansChat.Users.User>>(HttpMethod.Get, $"users?query={alice.Username}")).Items.Single().AvatarUrl,
        ];
        Assert.All(links, link => Assert.Equal(links[0], link));
        using var shown = await bob.Fetch(links[0]!);
        Assert.Equal((HttpStatusCode.OK, "image/webp"), (shown.StatusCode, shown.Content.Headers.ContentType?.ToString()));
        using var opened = await bob.OpenImage(image.Id);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);

        await ReplicaAssert.KeepsInStep([bob], async () => Assert.Null((await alice.RemoveAvatar()).AvatarUrl));
        Assert.Null((await bob.Profile(alice.Id)).AvatarUrl);
        using var gone = await bob.OpenImage(image.Id);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Of_an_image_with_a_thumbnail_the_thumbnail_is_worn()
    {
        var alice = await chat.NewUser();
        var (large, small) = (Samples.JpegWithGps, Samples.LosslessWebP);
        var upload = await alice.AskForImage("image/jpeg", large.Length, null, new { contentType = "image/webp", size = small.Length });
        await alice.Upload(upload.UploadUrl, upload.Method, upload.Headers, large);
        await alice.Upload(upload.Thumbnail!.UploadUrl, upload.Thumbnail.Method, upload.Thumbnail.Headers, small);
        var image = await alice.CompleteImage(upload.ImageId);
        Assert.Contains($"/thumbnails/{image.Id}.webp", (await alice.SetAvatar(image.Id)).AvatarUrl, StringComparison.Ordinal);
        Assert.Equal((await alice.SetAvatar(image.Id)).AvatarUrl, (await alice.Profile(alice.Id)).AvatarUrl);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"imageId":null}""")]
    [InlineData("""{"imageId":7}""")]
    public async Task Without_an_image_nothing_is_worn(string body)
    {
        using var answer = await chat.Somebody.Request(HttpMethod.Put, "users/me/avatar", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
