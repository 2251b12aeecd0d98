using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansChat.FrontEnds;
using OrleansChat.Groups;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>The subscriptions of a front-end whose grains do as a test says, so that it can hold, fail and order their answers.</summary>
internal sealed class FakeFrontEnd
{
    private readonly FrontEndObserver _observer;
    private readonly IGrainFactory _grains;
    private readonly HubContext _hub = new();
    private int _connections;

    /// <param name="maxBacklog">Bytes.</param>
    public FakeFrontEnd(int maxBacklog = 64 * 1024 * 1024)
    {
        _observer = NewObserver(maxBacklog);
        var grains = Fake<IGrainFactory>.Of((method, arguments) => method.Name switch
        {
            "CreateObjectReference" => arguments[0],
            "GetGrain" => FakeGrain(method.GetGenericArguments()[0], (string)arguments[0]!),
            _ => throw new NotSupportedException(method.Name),
        });
        _grains = grains;
        Registry = new ConnectionRegistry(_hub);
        var self = new FrontEndIdentity(_observer, grains);
        Groups = new GroupSubscriptions(grains, Registry, _observer, self, TimeProvider.System);
        Users = new UserSubscriptions(
            grains, Registry, Groups, _observer, self, TimeProvider.System, NullLogger<UserSubscriptions>.Instance);
    }

    public ConnectionRegistry Registry { get; }

    public GroupSubscriptions Groups { get; }

    public UserSubscriptions Users { get; }

    /// <summary>What the grains were asked, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>What connections are told by <see cref="Pump"/>, in order: to whom, and the method.</summary>
    public ChannelReader<string> Told => _hub.Told.Reader;

    /// <summary>Called while somebody is told something of <see cref="Told"/>.</summary>
    public Action<string> OnTell
    {
        set => _hub.OnTell = value;
    }

    /// <summary>What grains push to.</summary>
    public IFrontEndObserver Observer => _observer;

    public Func<Task<UserConnection>> OnConnect { get; set; } = () => Task.FromResult(Answer());

    public Func<Task> OnDisconnect { get; set; } = () => Task.CompletedTask;

    public Func<Task<long>> OnSubscribe { get; set; } = () => Task.FromResult(1L);

    public Func<Task> OnUnsubscribe { get; set; } = () => Task.CompletedTask;

    /// <param name="maxBacklog">Bytes.</param>
    public static FrontEndObserver NewObserver(int maxBacklog = 64 * 1024 * 1024)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new FrontEndObserver(new PushBacklog(
            Options.Create(new PushBacklogOptions { MaxBytes = maxBacklog }), meters, NullLogger<PushBacklog>.Instance));
    }

    public static UserConnection Answer(
        string[]? groups = null, bool isRenewal = true, string incarnation = "first", string[]? endedSessions = null) =>
        new(incarnation, [.. groups ?? []], [.. endedSessions ?? []], isRenewal);

    public void UserIsIn(params string[] groups) => OnConnect = () => Task.FromResult(Answer(groups));

    /// <summary>Fans out to connections what is pushed here; sessions and presence are left out.</summary>
    public PushPump Pump(TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var views = new ConversationViewsPusher(
            _grains, Registry, _observer, clock, NullLogger<ConversationViewsPusher>.Instance);
        // Without connections, so it always has room: the fake context notes what is told.
        var links = new ClientLinks(Options.Create(new SlowClientOptions()), null!, null!, clock);
        return new PushPump(_observer, Registry, views, null!, Users, null!, links, _hub, clock, NullLogger<PushPump>.Instance);
    }

    /// <summary>Connects somebody.</summary>
    /// <returns>The connection's id.</returns>
    public async Task<string> Connect(string userId)
    {
        var context = new Context($"connection {Interlocked.Increment(ref _connections)}");
        await Users.Add(context, userId, "session");
        return context.ConnectionId;
    }

    /// <summary>The next work for the pump of that kind; other work is passed over.</summary>
    public async Task<T> Next<T>()
        where T : PushWork
    {
        while (true)
        {
            if (await _observer.Queue.ReadAsync().AsTask().Within($"{typeof(T).Name} comes") is T work)
                return work;
        }
    }

    /// <summary>Whether anybody was to be told to sync until now.</summary>
    public bool AskedToSync()
    {
        var asked = false;
        while (_observer.Queue.TryRead(out var work))
            asked |= work is PushesMissed;
        return asked;
    }

    private object FakeGrain(Type type, string id) => type == typeof(IUserGrain)
        ? Fake<IUserGrain>.Of((method, _) => Call(method.Name, id))
        : Fake<IGroupGrain>.Of((method, _) => Call(method.Name, id));

    private Task Call(string method, string id)
    {
        Calls.Enqueue($"{method} {id}");
        return method switch
        {
            nameof(IUserGrain.Connect) => OnConnect(),
            nameof(IUserGrain.Disconnect) => OnDisconnect(),
            nameof(IGroupGrain.Subscribe) => OnSubscribe(),
            nameof(IGroupGrain.Unsubscribe) => OnUnsubscribe(),
            _ => throw new NotSupportedException(method),
        };
    }

    private sealed class HubContext : IHubContext<ChatHub, IChatClient>
    {
        public Channel<string> Told { get; } = Channel.CreateUnbounded<string>();

        public IHubClients<IChatClient> Clients => Fake<IHubClients<IChatClient>>.Of((_, to) =>
            Fake<IChatClient>.Of((method, _) => Tell($"{to[0]} {method.Name}")));

        public Action<string> OnTell { get; set; } = _ => { };

        public IGroupManager Groups { get; } = Fake<IGroupManager>.Of((_, _) => Task.CompletedTask);

        private Task Tell(string what)
        {
            OnTell(what);
            return Told.Writer.WriteAsync(what).AsTask();
        }
    }

    private sealed class Context(string id) : HubCallerContext
    {
        public override string ConnectionId => id;

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => null;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort()
        {
        }
    }
}

/// <summary>An interface whose every call goes to one function.</summary>
public class Fake<T> : DispatchProxy
    where T : class
{
    private Func<MethodInfo, object?[], object?>? _call;

    public static T Of(Func<MethodInfo, object?[], object?> call)
    {
        var fake = Create<T, Fake<T>>();
        ((Fake<T>)(object)fake)._call = call;
        return fake;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _call!(targetMethod!, args ?? []);
}
