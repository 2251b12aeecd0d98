namespace OrleansChat.Faults;

/// <summary>A database goes from one actor runtime to the other and back, process by process.</summary>
public sealed class RuntimeChangeTests : ServerTest
{
    [BothRuntimesFact]
    public async Task Each_runtime_reads_what_the_other_has_written()
    {
        var (ann, bob) = (await ChatUser.Register(Server.Http, "ann"), await ChatUser.Register(Server.Http, "bob"));
        var direct = (await ann.OpenDirect(bob)).Id;
        var group = (await ann.CreateGroup("group", bob)).Id;

        foreach (var runtime in new[] { Repository.OtherRuntime, Repository.Runtime })
        {
            // By the runtime that runs now: a session, a name, a message with its id.
            await ann.SignInAgain();
            await ann.Rename(group, $"before {runtime}");
            var id = Guid.NewGuid();
            var ack = await bob.Send(direct, $"before {runtime}", id);
            await ann.MarkRead(direct, ack.Seq);
            Assert.Equal(0, await Server.Terminate());

            // By the other one: the same state, read and carried on.
            await Server.StartOn(runtime);
            Assert.Equal(ack with { Duplicate = true }, await bob.Send(direct, $"before {runtime}", id));
            Assert.Equal(ack.Seq, (await ann.Get(direct)).ReadSeq);
            Assert.Equal($"before {runtime}", (await bob.Get(group)).Name);
            Assert.Equal(ack.Seq + 1, (await ann.Send(direct, $"on {runtime}")).Seq);
            await ann.Rename(group, $"on {runtime}");
        }
    }
}

/// <summary>Needs the server of both actor runtimes: scripts/test builds both where the package feed has Orleans.</summary>
public sealed class BothRuntimesFactAttribute : FactAttribute
{
    public BothRuntimesFactAttribute()
    {
        if (!File.Exists(Repository.ServerBinary(Repository.OtherRuntime)))
            Skip = $"The server for ActorRuntime={Repository.OtherRuntime} is not built.";
    }
}
