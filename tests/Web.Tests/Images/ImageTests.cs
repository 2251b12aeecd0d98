using OrleansChat.Blobs.Tests.Formats;
using OrleansChat.Conversations;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Images;

/// <summary>The whole way of an image, on the local store: ask, upload, complete, show.</summary>
[Collection(ChatCollection.Name)]
public sealed class ImageTests(ChatFixture chat)
{
    private const string Type = "image/jpeg";

    private static byte[] Photo => Samples.JpegWithGps;

    [Fact]
    public async Task An_image_of_a_deleted_group_is_seen_by_its_owner_only()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var group = (await alice.CreateGroup("gallery", bob)).Id;
        var image = await alice.AddImage("image/jpeg", Photo);
        await alice.SendImage(group, image.Id);
        using (var before = await bob.OpenImage(image.Id))
            Assert.True(before.IsSuccessStatusCode);
        await alice.DeleteGroup(group);
        using var after = await bob.OpenImage(image.Id);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task A_photo_is_uploaded_stripped_sent_and_seen()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var image = await alice.AddImage(Type, Photo, "holidays.jpg");
        Assert.Equal((Type, 4, 8, null), (image.ContentType, image.Width, image.Height, image.ThumbnailUrl));

        await using var phone = await bob.Connect();
        var push = phone.NextMessage(message => message.ConversationId == direct);
        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.SendImage(direct, image.Id, "look!"));
        var message = await push;
        Assert.Equal((MessageType.Image, "look!", image.Id), (message.Type, message.Content, message.Image?.Id));
        var read = (await bob.History(direct)).Items.Single();
        Assert.Equal(message.Image, read.Image);

        var answer = await bob.Fetch(read.Image!.Url);
        Assert.Equal((HttpStatusCode.OK, Type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition?.DispositionType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(image.Size, bytes.Length);
        Assert.True(Photo.AsSpan().IndexOf("SECRET-GPS"u8) >= 0 && bytes.AsSpan().IndexOf("SECRET"u8) < 0);
    }

    [Fact]
    public async Task An_image_needs_no_text_and_may_be_shown_twice()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var image = await alice.AddImage(Type, Photo);
        await using var laptop = await alice.Connect();
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            await alice.SendImage(direct, image.Id);
            var second = await laptop.SendImage(direct, image.Id, "again");
            await laptop.Edit(direct, second.Seq, "");
        });
        Assert.All((await bob.History(direct)).Items, message => Assert.Equal((MessageType.Image, "", image.Id), (message.Type, message.Content, message.Image?.Id)));
        var text = await alice.Send(direct, "words");
        await alice.Edit(direct, text.Seq, " ").MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task Images_keep_their_place_among_texts_and_names_from_the_first_message_on()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var image = await alice.AddImage(Type, Photo);
        await using var laptop = await alice.Connect();
        var acks = await Task.WhenAll(Enumerable.Range(1, 45).Select(i =>
            i % 3 == 1 ? laptop.SendImage(direct, image.Id, $"{i}") : laptop.Send(direct, i % 3 == 2 ? $"{i}" : $"{i} @{bob}")));
        Assert.Equal(Enumerable.Range(1, 45), acks.Select(ack => (int)ack.Seq));
    }

    [Fact]
    public async Task A_thumbnail_comes_along_when_it_was_uploaded()
    {
        var alice = chat.Somebody;
        var small = ImageBuilder.Jpeg(200, 100);
        var upload = await alice.AskForImage(Type, Photo.Length, null, new { contentType = Type, size = small.Length });
        await Put(alice, upload, Photo);
        var (url, method, headers) = upload.Thumbnail!;
        Assert.True((await alice.Upload(url, method, headers, small)).IsSuccessStatusCode);
        var image = await alice.CompleteImage(upload.ImageId);
        Assert.Equal(HttpStatusCode.OK, (await alice.Fetch(image.ThumbnailUrl!)).StatusCode);

        upload = await alice.AskForImage(Type, Photo.Length, null, new { contentType = Type, size = small.Length });
        await Put(alice, upload, Photo);
        Assert.Null((await alice.CompleteImage(upload.ImageId)).ThumbnailUrl);
    }

    [Theory]
    [InlineData(513, 10, "too_large")]
    [InlineData(0, 10, "validation_failed")]
    public async Task A_wrong_thumbnail_is_refused(int width, int height, string code)
    {
        var alice = chat.Somebody;
        var small = ImageBuilder.Jpeg(width, height);
        var upload = await alice.AskForImage(Type, Photo.Length, null, new { contentType = Type, size = small.Length });
        await Put(alice, upload, Photo);
        await alice.Upload(upload.Thumbnail!.UploadUrl, upload.Method, upload.Thumbnail.Headers, small);
        await alice.CompleteImage(upload.ImageId).MustBeRefused(code);
        MustBeGone(upload.ImageId);
    }

    [Fact]
    public async Task Completing_again_answers_the_same_and_a_late_upload_changes_nothing()
    {
        var alice = chat.Somebody;
        var upload = await alice.AskForImage(Type, Photo.Length);
        await alice.CompleteImage(upload.ImageId).MustBeRefused("conflict");
        await alice.SendImage((await alice.CreateGroup("early")).Id, upload.ImageId).MustBeRefused("conflict");
        await Put(alice, upload, Photo);
        var image = await alice.CompleteImage(upload.ImageId);
        var bytes = await (await alice.Fetch(image.Url)).Content.ReadAsByteArrayAsync();
        await Put(alice, upload, ImageBuilder.Jpeg(9, 9));
        Assert.Equal(image, await alice.CompleteImage(upload.ImageId));
        Assert.Equal(bytes, await (await alice.Fetch(image.Url)).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Only_those_who_see_a_message_with_it_can_open_an_image()
    {
        var people = chat.People(4);
        var (owner, member, former, stranger) = (people[0], people[1], people[2], people[3]);
        var group = (await owner.CreateGroup("pictures", member, former)).Id;
        var image = await owner.AddImage(Type, Photo, "../secret\u202egpj.exe\0");
        await MustOpen(image.Id, owner);
        await MustNotOpen(image.Id, member, former, stranger);

        var ack = await owner.SendImage(group, image.Id);
        await MustOpen(image.Id, owner, member, former);
        await owner.Remove(group, former);
        await MustNotOpen(image.Id, former, stranger);
        var opened = await member.OpenImage(image.Id);
        Assert.Equal("secretgpj.exe", opened.Content.Headers.ContentDisposition?.FileName?.Trim('"'));

        await ReplicaAssert.KeepsInStep([owner, member], () => owner.Delete(group, ack.Seq));
        Assert.Null((await member.History(group, around: ack.Seq, limit: 1)).Items.Single().Image);
        await MustNotOpen(image.Id, member, former, stranger);
        await MustOpen(image.Id, owner);
    }

    [Fact]
    public async Task Others_images_can_be_neither_completed_nor_sent_nor_worn()
    {
        var people = chat.People(2);
        var (alice, mallory) = (people[0], people[1]);
        var group = (await mallory.CreateGroup("mine")).Id;
        var asked = await alice.AskForImage(Type, Photo.Length);
        await Put(alice, asked, Photo);
        await mallory.CompleteImage(asked.ImageId).MustBeRefused("not_found");
        var image = await alice.CompleteImage(asked.ImageId);
        foreach (var id in new[] { image.Id, "i.00000000000000000000000000", "i.", "u.00000000000000000000000000" })
        {
            await mallory.SendImage(group, id).MustBeRefused("validation_failed");
            await mallory.SetAvatar(id).MustBeRefused("validation_failed");
        }
        Assert.Equal(1, (await mallory.Get(group)).LastSeq);
        await mallory.CompleteImage("nonsense").MustBeRefused("not_found");
        Assert.Equal(HttpStatusCode.NotFound, (await mallory.OpenImage("nonsense")).StatusCode);
    }

    [Fact]
    public async Task A_repeated_send_answers_its_first_ack_even_when_the_image_is_gone()
    {
        var (alice, _, direct) = await chat.DirectChat();
        var image = await alice.AddImage(Type, Photo);
        var id = Guid.NewGuid();
        var first = await alice.SendImage(direct, image.Id, "x", id);
        Assert.Equal(first with { Duplicate = true }, await alice.SendImage(direct, image.Id, "x", id));
        Assert.Equal(first with { Duplicate = true }, await alice.SendImage(direct, "i.00000000000000000000000000", "x", id));
    }

    [Theory]
    [InlineData("text/html", 10, "unsupported_media_type")]
    [InlineData("image/svg+xml", 10, "unsupported_media_type")]
    [InlineData("image/jpeg; charset=x", 10, "unsupported_media_type")]
    [InlineData("image/png", 0, "validation_failed")]
    [InlineData("image/png", -1, "validation_failed")]
    [InlineData("image/png", 10 * 1024 * 1024 + 1, "too_large")]
    public async Task What_may_not_be_is_refused_before_it_is_uploaded(string type, long size, string code) =>
        await chat.Somebody.AskForImage(type, size).MustBeRefused(code);

    [Theory]
    [InlineData("image/png", "validation_failed")]
    [InlineData("image/jpeg", "unsupported_media_type")]
    public async Task Hostile_bytes_are_refused_and_deleted(string type, string code)
    {
        var alice = chat.Somebody;
        byte[] bytes = [0x89, .. "PNG\r\n\x1a\n<html><script>alert(1)</script>"u8];
        var upload = await alice.AskForImage(type, bytes.Length);
        await Put(alice, upload, bytes);
        await alice.CompleteImage(upload.ImageId).MustBeRefused(code);
        MustBeGone(upload.ImageId);
        await alice.CompleteImage(upload.ImageId).MustBeRefused("not_found");
        await alice.SendImage((await alice.CreateGroup("no")).Id, upload.ImageId).MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task The_link_to_upload_takes_no_more_and_nothing_else_than_was_asked_for()
    {
        var alice = chat.Somebody;
        var upload = await alice.AskForImage(Type, 10);
        Assert.True(upload.ExpiresAt > DateTimeOffset.UtcNow);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await alice.Upload(upload.UploadUrl, upload.Method, upload.Headers, new byte[11])).StatusCode);
        var html = new Dictionary<string, string> { ["Content-Type"] = "text/html" };
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await alice.Upload(upload.UploadUrl, upload.Method, html, new byte[10])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.Upload(upload.UploadUrl + "x", upload.Method, upload.Headers, new byte[10])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.Fetch(new Uri(upload.UploadUrl).PathAndQuery)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.Fetch("/blobs/..%2f..%2fetc%2fpasswd")).StatusCode);
        await alice.CompleteImage(upload.ImageId).MustBeRefused("conflict");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("\"\"")]
    public async Task No_label_is_a_reason_to_refuse(string fileName)
    {
        var body = $$"""{"contentType":"image/png","size":5,"fileName":{{fileName}}}""";
        using var answer = await chat.Somebody.Request(HttpMethod.Post, "images", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var name = new string('x', 300) + ".png";
        Assert.NotNull((await chat.Somebody.AskForImage("image/png", 5, name)).ImageId);
    }

    [Fact]
    public async Task The_type_of_a_message_and_its_image_belong_together()
    {
        var alice = chat.Somebody;
        var group = (await alice.CreateGroup("types")).Id;
        var image = await alice.AddImage(Type, Photo);
        Task Send(object body) => alice.Call(HttpMethod.Post, $"conversations/{group}/messages", body);
        await Send(new { clientMessageId = Guid.NewGuid(), content = "x", type = "image" }).MustBeRefused("validation_failed");
        await Send(new { clientMessageId = Guid.NewGuid(), content = "x", type = "text", imageId = image.Id }).MustBeRefused("validation_failed");
        await Send(new { clientMessageId = Guid.NewGuid(), content = "", type = "text" }).MustBeRefused("validation_failed");
        await Send(new { clientMessageId = Guid.NewGuid(), imageId = image.Id });
        Assert.Equal(2, (await alice.Get(group)).LastSeq);
    }

    private static async Task Put(ChatUser user, ImageUpload upload, byte[] bytes)
    {
        using var answer = await user.Upload(upload.UploadUrl, upload.Method, upload.Headers, bytes);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task MustOpen(string imageId, params ChatUser[] users)
    {
        foreach (var user in users)
        {
            using var answer = await user.OpenImage(imageId);
            Assert.Equal((HttpStatusCode.OK, Type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
            Assert.Contains("/blobs/images/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        }
    }

    private static async Task MustNotOpen(string imageId, params ChatUser[] users)
    {
        foreach (var user in users)
        {
            using var answer = await user.OpenImage(imageId);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound && text.Contains("\"not_found\"", StringComparison.Ordinal), text);
        }
    }

    private void MustBeGone(string imageId) =>
        Assert.DoesNotContain(Directory.GetFiles(chat.Blobs, "*", SearchOption.AllDirectories), path => path.Contains(imageId, StringComparison.Ordinal));
}
