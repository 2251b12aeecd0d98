using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime
{
    /// <summary>A timer of an activation; it ends with the activation.</summary>
    public interface IGrainTimer : IDisposable
    {
        /// <summary>Sets when the timer ticks next and how long after each tick's end the next one follows.</summary>
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>How a timer ticks.</summary>
    public readonly struct GrainTimerCreationOptions()
    {
        /// <summary>A timer with these times.</summary>
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/>: not before <see cref="IGrainTimer.Change"/>.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>From one tick's end to the next tick; <see cref="Timeout.InfiniteTimeSpan"/>: it ticks once.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Whether a tick may start while calls are awaiting something.</summary>
        public bool Interleave { get; init; }

        /// <summary>Whether a tick counts as use, so that the activation does not become idle.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    /// <summary>Timers of grains. A tick is a turn like a call's; a tick never overlaps itself; its failures are logged.</summary>
    public static class GrainBaseExtensions
    {
        /// <summary>A timer whose callback gets a state and a token that is cancelled with the timer.</summary>
        public static IGrainTimer RegisterGrainTimer<TState>(
            this Grain grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer(grain.Activation, token => callback(state, token), options);
        }

        /// <inheritdoc cref="RegisterGrainTimer{TState}(Grain, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)" />
        public static IGrainTimer RegisterGrainTimer<TState>(
            this Grain grain, Func<TState, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer(grain.Activation, _ => callback(state), options);
        }

        /// <inheritdoc cref="RegisterGrainTimer{TState}(Grain, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)" />
        public static IGrainTimer RegisterGrainTimer(
            this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer(grain.Activation, callback, options);
        }

        /// <inheritdoc cref="RegisterGrainTimer{TState}(Grain, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)" />
        public static IGrainTimer RegisterGrainTimer(
            this Grain grain, Func<Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return new GrainTimer(grain.Activation, _ => callback(), options);
        }
    }
}
