namespace Accountable.Tests.Architecture;

/// <summary>The small reader of C# source that the architecture tests rest on.</summary>
public sealed class LexerTests
{
    [Theory]
    [InlineData("var a = 0.5m;", "0.5m")]
    [InlineData("var a = x * 5;", "5")]
    [InlineData("f(2, 1_000, 0x1F)", "2,1_000,0x1F")]
    [InlineData("var a = 1.5e3;", "1.5e3")]
    [InlineData("var a = .5m;", ".5m")]
    [InlineData("var a = items[2];", "2")]
    [InlineData("var a = items[..3];", "3")]
    [InlineData("var a = -7;", "7")]
    [InlineData("var a = 100L;", "100L")]
    [InlineData("new DateOnly(2019, 7, 1)", "2019,7")]
    [InlineData("var year = 2019;", "2019")]
    [InlineData("x >= 1999", "1999")]
    [InlineData("x >= 2100", "2100")]
    [InlineData("x >= 2019m", "2019m")]
    [InlineData("$\"text 5 {a * 6:0.00} 7\"", "6")]
    [InlineData("$\"{(a ? 3 : 4)}\"", "3,4")]
    [InlineData("$\"\"\"5 {6} \"7\" \"\"\"", "6")]
    [InlineData("$$\"\"\"{5} {{6}}\"\"\"", "6")]
    public void Numbers_of_law_are_found(string source, string expected) =>
        Assert.Equal(expected.Split(','), NumericLiterals.NotOfCode(source).Select(found => found.Literal));

    [Theory]
    [InlineData("a[0] + b[1] * 12 - 0m + 1.0m + 12m")]
    [InlineData("// 5 percent")]
    [InlineData("/* 5\n 6 */ /// 7")]
    [InlineData("\"5 and \\\" 6\"")]
    [InlineData("@\"5 \"\" 6\\\" + x")]
    [InlineData("\"\"\"5 \"6\" 7\"\"\"")]
    [InlineData("'5' + '\\'' + '6'")]
    [InlineData("Track2 or Claim837.X12 + v2024")]
    [InlineData("#pragma warning disable 618\n#if NET10_0")]
    [InlineData("year.Value is >= 2014 and <= 2020")]
    [InlineData("year is 2019 or 2020")]
    [InlineData("2019 => a, 2020 or 2021 => b")]
    [InlineData("case 2019:")]
    [InlineData("year == 2019 || year < 2021")]
    [InlineData("x.Item1")]
    [InlineData("\"\" + a")]
    [InlineData("$\"{{5}} {a}\"")]
    public void What_is_no_number_of_law_is_left(string source) => Assert.Empty(NumericLiterals.NotOfCode(source));

    [Fact]
    public void Lines_are_counted_through_comments_and_texts() =>
        Assert.Equal([(6, "7")], NumericLiterals.NotOfCode("/* a\n b */\nvar t = \"\"\"\n  5\n  \"\"\";\nvar x = 7;"));

    [Fact]
    public void Comments_and_texts_are_blanked_and_code_is_kept()
    {
        const string Source = "a/*x*/b // File.\n  Console.Write(\"File.\" + $\"{File.Exists(\"c\")}\");";
        var code = CodeOnly.Of(Source);
        Assert.Equal(Source.Length, code.Length);
        Assert.Equal(["a", "b", "Console.Write(", "+", "File.Exists(", ")", ");"], code.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
