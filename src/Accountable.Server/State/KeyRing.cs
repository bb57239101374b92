using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Accountable.Server.State;

/// <summary>The keys that protect cookies, in the state file: sessions outlive a restart, and a backup is one file.</summary>
internal sealed class KeyRing(StateFile state) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = state.Open();
        return connection.Rows("select xml from keyring", row => XElement.Parse(row.GetString(0)));
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = state.Open();
        connection.Run("insert or replace into keyring(id, xml) values ($id, $xml)", ("id", friendlyName),
            ("xml", element.ToString(SaveOptions.DisableFormatting)));
    }
}
