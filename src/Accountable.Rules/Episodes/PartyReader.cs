using Accountable.Rules.Settlement;
using Accountable.Rules.Yaml;

namespace Accountable.Rules.Episodes;

/// <summary>Reads the parties of a document and checks that they cannot share more than there is.</summary>
internal static class PartyReader
{
    public static List<Party> Read(YamlMap map, TermsReader reader, Terms terms, Unit? result)
    {
        var parties = new List<Party>();
        foreach (var node in map.Items("parties", required: false))
        {
            var item = map.Inner(node);
            var (id, gain, loss) = (item.Text("id"), ShareOf(item, "gain", terms), ShareOf(item, "loss", terms));
            var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
            item.Done();
            if (gain is null && loss is null)
                item.Error(node, "a party has a share of a gain or of a loss");
            if (parties.Exists(party => party.Id == id))
                item.Error(node, $"'{id}' stands twice");
            if (result is not null and not Unit.Dollars)
                item.Error(node, $"the result is in {result.Value.ToString().ToLowerInvariant()}: only dollars are shared");
            if (id is not null && citation is not null && verified is { } mark)
                parties.Add(new Party(id, gain, loss, citation, mark));
        }
        for (var place = 0; place < terms.Periods.Count; place++)
        {
            foreach (var shares in new[] { parties.Select(party => party.Gain), parties.Select(party => party.Loss) })
            {
                var sum = shares.OfType<string>().Sum(name => terms.Figure(name)!.Values
                    .Where(value => value.From <= place && place <= value.To).Select(value => value.Value).DefaultIfEmpty(0).Max());
                if (sum > 1)
                    map.Error(map.Node("parties"), $"in {terms.Periods[place].Id} the parties share more than there is: {sum:0.####}");
            }
        }
        return parties;
    }

    private static string? ShareOf(YamlMap item, string key, Terms terms)
    {
        if (item.Text(key, required: false) is not { } name)
            return null;
        if (terms.Figure(name) is { Unit: Unit.Ratio })
            return name;
        item.Error(item.Node(key), $"'{name}' is no figure that is a ratio");
        return null;
    }
}
