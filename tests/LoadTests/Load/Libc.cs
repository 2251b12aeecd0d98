using System.Runtime.InteropServices;

namespace OrleansChat.LoadTests.Load;

/// <summary>The system calls of the generator's one thread: sockets that never block, and epoll, which tells which of them have
/// something. .NET's own sockets cost several times as much for each small message. Linux only, as are the figures of /proc.</summary>
internal static unsafe partial class Libc
{
    public const int WouldBlock = 11; // EAGAIN
    public const int InProgress = 115; // EINPROGRESS
    public const uint Readable = 0x1, Writable = 0x4, Failed = 0x8, HungUp = 0x10;

    private const int Ipv4 = 2, Stream = 1, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int Tcp = 6, NoDelay = 1, SocketLevel = 1, SocketError = 4, NoSignal = 0x4000;
    private const int Add = 1, Remove = 2, Modify = 3;
    private const int SetTimerSlack = 29;

    /// <summary>x86 packs the structure that says what a socket has.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Bytes of an event.</summary>
    public static readonly int EventSize = DataOffset + 8;

    public static int Socket()
    {
        var socket = Checked(socket_(Ipv4, Stream | NonBlocking | CloseOnExec, 0), "socket");
        var one = 1;
        Checked(setsockopt(socket, Tcp, NoDelay, &one, sizeof(int)), "setsockopt");
        return socket;
    }

    /// <summary>Begins to connect to 127.0.0.1; writable when it is done.</summary>
    public static void Connect(int socket, int port)
    {
        var address = stackalloc byte[16];
        new Span<byte>(address, 16).Clear();
        *(ushort*)address = Ipv4;
        (address[2], address[3], address[4], address[7]) = ((byte)(port >> 8), (byte)port, 127, 1);
        if (connect(socket, address, 16) != 0 && Marshal.GetLastPInvokeError() != InProgress)
            throw Error("connect");
    }

    /// <summary>Why connecting failed; 0 when it has not.</summary>
    public static int ErrorOf(int socket)
    {
        int error = 0, length = sizeof(int);
        Checked(getsockopt(socket, SocketLevel, SocketError, &error, &length), "getsockopt");
        return error;
    }

    /// <summary>Bytes received; 0 when the other side has closed; -1 when nothing is there; -2 when the connection is broken.</summary>
    public static int Receive(int socket, byte* buffer, int length) => Result(recv(socket, buffer, length, 0));

    /// <summary>Bytes taken; -1 when there is no room; -2 when the connection is broken.</summary>
    public static int Send(int socket, byte* buffer, int length) => Result(send(socket, buffer, length, NoSignal));

    public static void Close(int file) => close(file);

    public static int NewEpoll() => Checked(epoll_create1(CloseOnExec), "epoll_create1");

    /// <param name="isNew">False: it is watched already, for something else.</param>
    public static void Watch(int epoll, int file, uint events, int id, bool isNew)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = events;
        *(long*)(entry + DataOffset) = id;
        Checked(epoll_ctl(epoll, isNew ? Add : Modify, file, entry), "epoll_ctl");
    }

    public static void Forget(int epoll, int file) => epoll_ctl(epoll, Remove, file, null);

    /// <summary>How many events there are; waits for the first.</summary>
    /// <param name="nanoseconds">0: does not wait.</param>
    public static int Wait(int epoll, byte* events, int capacity, long nanoseconds)
    {
        var time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        var count = epoll_pwait2(epoll, events, capacity, time, null);
        return count >= 0 ? count : Marshal.GetLastPInvokeError() == 4 /* EINTR */ ? 0 : throw Error("epoll_pwait2 (Linux 5.11 or newer)");
    }

    public static (uint Events, int Id) EventAt(byte* events, int index) =>
        (*(uint*)(events + (index * EventSize)), (int)*(long*)(events + (index * EventSize) + DataOffset));

    public static int NewWaker() => Checked(eventfd(0, NonBlocking | CloseOnExec), "eventfd");

    public static void Wake(int waker)
    {
        var one = 1L;
        write(waker, (byte*)&one, sizeof(long));
    }

    public static void ClearWaker(int waker)
    {
        var count = 0L;
        read(waker, (byte*)&count, sizeof(long));
    }

    /// <summary>This thread wakes up as exactly as the clock allows, not up to 50 µs later.</summary>
    public static void WakeExactly() => prctl(SetTimerSlack, 1, 0, 0, 0);

    private static int Result(nint result) =>
        result >= 0 ? (int)result : Marshal.GetLastPInvokeError() == WouldBlock ? -1 : -2;

    private static int Checked(int result, string call) => result >= 0 ? result : throw Error(call);

    private static IOException Error(string call) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int socket_(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int socket, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int socket, int level, int name, void* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int socket, int level, int name, void* value, int* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc")]
    private static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int file, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, byte* events, int capacity, long* timeout, void* signals);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial nint read(int file, byte* buffer, nint length);

    [LibraryImport("libc")]
    private static partial nint write(int file, byte* buffer, nint length);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint value2, nint value3, nint value4, nint value5);
}
