using System.Globalization;

namespace Orleans
{
    /// <summary>How long a caller waits for the answer of this method, as <see cref="TimeSpan"/> text (<c>"00:00:05"</c>).</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        /// <summary>The time.</summary>
        public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
    }

    /// <summary>How long activations of this grain class may be idle before they are deactivated.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class CollectionAgeLimitAttribute : Attribute
    {
        private readonly TimeSpan? _age;

        /// <summary>The age is given by <see cref="Minutes"/>, or <see cref="AlwaysActive"/>.</summary>
        public CollectionAgeLimitAttribute() { }

        /// <summary>The age as <see cref="TimeSpan"/> text.</summary>
        public CollectionAgeLimitAttribute(string inactivityPeriod) =>
            _age = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

        /// <summary>The age in minutes.</summary>
        public double Minutes { get; set; }

        /// <summary>Never deactivate for being idle.</summary>
        public bool AlwaysActive { get; set; }

        /// <summary>The age.</summary>
        public TimeSpan AgeLimit => AlwaysActive
            ? Timeout.InfiniteTimeSpan
            : _age ?? TimeSpan.FromMinutes(Minutes);
    }
}

namespace Orleans.Concurrency
{
    /// <summary>The caller does not wait: the call counts as done when it is on its way; failures are only logged.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;

    /// <summary>May start while any other call of the activation is awaiting something.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>May start while only calls that are read-only, too, are awaiting something.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>Every call of this grain class may start while others are awaiting something.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Several activations per key, each one without an identity of its own.</summary>
    /// <param name="maxLocalWorkers">The most activations of one key.</param>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
    {
        /// <summary>As many activations as there are processors.</summary>
        public StatelessWorkerAttribute() : this(Environment.ProcessorCount) { }

        internal int MaxLocalWorkers { get; } = maxLocalWorkers;
    }
}
