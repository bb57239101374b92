using System.Security.Cryptography;
using System.Text;

namespace Accountable.Rules;

/// <summary>SHA-256 as lower-case hexadecimal.</summary>
public static class RuleHash
{
    /// <summary>The hash of a text in UTF-8.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
