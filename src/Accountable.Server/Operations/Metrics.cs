using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Accountable.Server.Operations;

/// <summary>Counts for Prometheus, in its text format. Labels are routes and states, never a path or a name.</summary>
internal sealed class Metrics
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<(string Method, string Route, int Status), Histogram> _requests = new();
    private readonly ConcurrentDictionary<(string Kind, string State), Histogram> _jobs = new();
    private readonly ConcurrentDictionary<string, Counter> _signIns = new(StringComparer.Ordinal);
    private long _inFlight;

    public void RequestStarted() => Interlocked.Increment(ref _inFlight);

    public void RequestFinished(string method, string route, int status, TimeSpan took)
    {
        Interlocked.Decrement(ref _inFlight);
        _requests.GetOrAdd((method, route, status), _ => new Histogram()).Add(took.TotalSeconds);
    }

    public void JobFinished(string kind, string state, TimeSpan took) =>
        _jobs.GetOrAdd((kind, state), _ => new Histogram()).Add(took.TotalSeconds);

    public void SignIn(string outcome) => _signIns.GetOrAdd(outcome, _ => new Counter()).Add();

    /// <summary>All counts as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Head(text, "accountable_http_request_duration_seconds", "histogram", "Requests by route and status.");
        foreach (var (key, histogram) in _requests.OrderBy(pair => pair.Key.Route, StringComparer.Ordinal).ThenBy(pair => pair.Key))
        {
            histogram.Write(text, "accountable_http_request_duration_seconds",
                $"method=\"{key.Method}\",route=\"{Escaped(key.Route)}\",status=\"{key.Status}\"");
        }
        Head(text, "accountable_http_requests_in_flight", "gauge", "Requests under way.");
        text.Append(CultureInfo.InvariantCulture, $"accountable_http_requests_in_flight {Interlocked.Read(ref _inFlight)}\n");
        Head(text, "accountable_job_duration_seconds", "histogram", "Runs, imports and what-ifs that have ended.");
        foreach (var (key, histogram) in _jobs.OrderBy(pair => pair.Key))
            histogram.Write(text, "accountable_job_duration_seconds", $"kind=\"{key.Kind}\",state=\"{key.State}\"");
        Head(text, "accountable_sign_ins_total", "counter", "Attempts to sign in by outcome.");
        foreach (var (outcome, counter) in _signIns.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"accountable_sign_ins_total{{outcome=\"{outcome}\"}} {counter.Value}\n");
        Head(text, "process_resident_memory_bytes", "gauge", "Memory of the process.");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {Environment.WorkingSet}\n");
        Head(text, "process_start_time_seconds", "gauge", "When the process started.");
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        text.Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {started:0.###}\n");
        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string kind, string help) =>
        text.Append($"# HELP {name} {help}\n# TYPE {name} {kind}\n");

    private static string Escaped(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"",
        StringComparison.Ordinal);

    private sealed class Counter
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }

    private sealed class Histogram
    {
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private long _microseconds;

        public void Add(double seconds)
        {
            var bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
            Interlocked.Increment(ref _counts[bucket < 0 ? Bounds.Length : bucket]);
            Interlocked.Add(ref _microseconds, (long)(seconds * 1e6));
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            var sum = 0L;
            for (var i = 0; i <= Bounds.Length; i++)
            {
                sum += Interlocked.Read(ref _counts[i]);
                var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {sum}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {Interlocked.Read(ref _microseconds) / 1e6:0.######}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_count{{{labels}}} {sum}\n");
        }
    }
}
