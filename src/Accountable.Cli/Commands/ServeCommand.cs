using System.CommandLine;
using Accountable.Server;

namespace Accountable.Cli.Commands;

/// <summary><c>serve</c>: the API and the dashboard.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var settings = new Option<string?>("--settings") { Description = "The file of settings (docs/guide/server.md).",
            HelpName = "FILE.json" };
        var store = new Option<string?>("--store")
        {
            Description = "The store: a folder, or a PostgreSQL database as postgres://user@host/database.", HelpName = "DIR|URL",
        };
        var state = new Option<string?>("--state")
        {
            Description = "The folder of the server's own state; without it the store's name with .server behind it.", HelpName = "DIR",
        };
        var address = new Option<string?>("--address")
        {
            Description = "The address to listen on; 127.0.0.1 unless given. Any other needs TLS.", HelpName = "IP",
        };
        var port = new Option<int?>("--port") { Description = "The port, 8080 unless given; 0 for any that is free.", HelpName = "N" };
        var certificate = new Option<string?>("--certificate") { Description = "A PKCS#12 file or a PEM certificate.", HelpName = "FILE" };
        var key = new Option<string?>("--certificate-key") { Description = "The key of a PEM certificate.", HelpName = "FILE" };
        var proxy = new Option<string[]>("--behind-proxy") { Description = "A proxy that brings TLS and is believed; no other is.",
            HelpName = "IP" };
        var facts = new Option<string[]>("--qp-facts") { Description = "A folder of QP facts of an entity (docs/reference/qpp-facts.md).",
            HelpName = "ENTITY=DIR" };
        var factors = new Option<string?>("--factors")
        {
            Description = "The folder of CMS's national and regional factors (docs/reference/benchmark-inputs.md).", HelpName = "DIR",
        };
        var means = new Option<bool>("--means-of-store")
        {
            Description = "Where national.csv has no mean risk scores take those of everybody in the ACO's files (A-708).",
        };
        var quality = new Option<string[]>("--quality")
        {
            Description = "An ACO's quality performance score as a fraction, for runs that name none.", HelpName = "ACO=0.82",
        };
        var mips = new Option<string[]>("--mips") { Description = "An ACO's submission in QPP JSON, scored in runs of its year.",
            HelpName = "ACO=FILE.json" };
        var beside = new Option<string[]>("--mips-eligibility")
        {
            Description = "What is known beside an ACO's submission (docs/reference/mips-files.md).", HelpName = "ACO=E.json",
        };
        var prices = new Option<string[]>("--episode-prices")
        {
            Description = "Prices of an episode model, for targets (docs/reference/episode-documents.md).", HelpName = "MODEL=FILE.csv",
        };
        var demo = new Option<bool>("--demo")
        {
            Description = "Let a guest look without signing in. Refuses a store that is not generated.",
        };
        var command = new Command("serve", """
            Serves the API and the dashboard. Prints its address when it is ready, and at the first start an administrator's
            one-time password. Ends on Ctrl-C or SIGTERM when work under way is done or taken back.

            Examples:
              accountable serve --store claims
              accountable serve --store generated-claims --demo --port 0
              accountable serve --settings /etc/accountable/server.json
            """)
        {
            settings, store, state, address, port, certificate, key, proxy, facts, factors, means, quality, mips, beside,
            prices, demo,
        };
        command.SetAction(async (parsed, _) =>
        {
            var read = parsed.GetValue(settings) is { } path ? ServerSettings.Read(path) : new ServerSettings();
            var given = read with
            {
                Store = parsed.GetValue(store) ?? read.Store, State = parsed.GetValue(state) ?? read.State,
                Address = parsed.GetValue(address) ?? read.Address, Port = parsed.GetValue(port) ?? read.Port,
                Certificate = parsed.GetValue(certificate) ?? read.Certificate,
                CertificateKey = parsed.GetValue(key) ?? read.CertificateKey,
                BehindProxy = parsed.GetValue(proxy) is { Length: > 0 } proxies ? proxies : read.BehindProxy,
                QpFacts = parsed.GetValue(facts) is { Length: > 0 } folders ? folders.ToDictionary(Entity, Folder) : read.QpFacts,
                Factors = parsed.GetValue(factors) ?? read.Factors, MeansOfStore = parsed.GetValue(means) || read.MeansOfStore,
                Quality = parsed.GetValue(quality) is { Length: > 0 } scores ? scores.ToDictionary(Named, Score) : read.Quality,
                Mips = Files(parsed.GetValue(mips), "--mips") ?? read.Mips,
                MipsEligibility = Files(parsed.GetValue(beside), "--mips-eligibility") ?? read.MipsEligibility,
                EpisodePrices = Files(parsed.GetValue(prices), "--episode-prices") ?? read.EpisodePrices,
                Demo = parsed.GetValue(demo) || read.Demo,
            };
            await using var server = await AccountableServer.Create(given);
            await server.Start();
            if (server.FirstAccount is var (name, password))
            {
                Console.Error.WriteLine($"First start: sign in as {name} with the one-time password {password}");
                Console.Error.WriteLine("It is not shown again, and must be changed at the first sign-in.");
            }
            Console.WriteLine(server.Url);
            await server.Wait();
            return Exit.Done;
        });
        return command;
    }

    private static string Named(string given) => given.Split('=', 2)[0];

    private static decimal Score(string given) => given.Split('=', 2) is [{ Length: > 0 }, var text]
        && decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var score)
        ? score : throw new UsageException($"--quality {given}: write ACO=0.82");

    /// <summary>Files by name; null when none is given.</summary>
    private static Dictionary<string, string>? Files(string[]? given, string option) => given is not { Length: > 0 } ? null
        : given.ToDictionary(Named, one => one.Split('=', 2) is [{ Length: > 0 }, { Length: > 0 } file] ? file
            : throw new UsageException($"{option} {one}: write NAME=FILE"));

    private static string Entity(string given) => given.Split('=', 2) is [{ Length: > 0 } entity, { Length: > 0 }] ? entity
        : throw new UsageException($"--qp-facts {given}: write ENTITY=DIR");

    private static string Folder(string given) => given.Split('=', 2)[1];
}
