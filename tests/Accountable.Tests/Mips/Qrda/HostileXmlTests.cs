using System.Text;
using Accountable.Data.Mips.Qrda;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>Files that mean harm, or are no reports, are refused in bounded memory.</summary>
public sealed class HostileXmlTests
{
    private const string Start = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">"
        + "<templateId root=\"2.16.840.1.113883.10.20.27.1.2\" extension=\"2024-12-01\"/>";

    private const string End = "</ClinicalDocument>";
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<string, string> Texts => new()
    {
        { "", "Root element" },
        { "no XML at all", "line 1" },
        { Start, "line 1" },
        { "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">" + Start + End, "document type definition" },
        { "<!DOCTYPE a [<!ENTITY a \"b\">]>" + Start + "&a;" + End, "document type definition" },
        { Bomb(), "document type definition" },
        { Start + "&undefined;" + End, "line 1" },
        { Start + string.Concat(Enumerable.Repeat("<a>", 200)), "levels deep" },
        { "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + Start + End, "Unicode" },
        { "<?xml version=\"1.0\" encoding=\"klingon\"?>" + Start + End, "encoding" },
        { "<a:b/>", "line 1" },
        { " <?xml version=\"1.0\"?>" + Start + End, "line 1" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_may_not_be_read_is_refused(string text, string why)
    {
        var conversion = Report.Convert(Encoding.ASCII.GetBytes(text));
        var error = Assert.Single(conversion.Errors);
        Assert.Equal((QrdaErrorText.NotXml, 0, ""), (error.Code, error.Line, error.Path));
        Assert.Contains(why, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Bytes_of_another_encoding_are_refused_and_those_of_a_named_one_are_read()
    {
        byte[] umlauts = [0xe4, 0xf6];
        byte[] Document(string encoding) =>
        [
            .. Encoding.ASCII.GetBytes($"<?xml version=\"1.0\" encoding=\"{encoding}\"?>{Start}<title>"), .. umlauts,
            .. Encoding.ASCII.GetBytes("</title>" + End),
        ];
        Assert.Equal([QrdaErrorText.NotXml], Report.Codes(Report.Convert(Document("utf-8"))));
        Assert.Equal([23, 24], Report.Codes(Report.Convert(Document("windows-1252"))));
        Assert.Equal([23, 24], Report.Codes(Report.Convert(Document("iso-8859-1"))));
        var text = $"<?xml version=\"1.0\" encoding=\"utf-16\"?>{Start}{End}";
        byte[] wide = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        Assert.Equal([23, 24], Report.Codes(Report.Convert(wide)));
    }

    [Theory]
    [InlineData(Start, "<a>", "levels deep")]
    [InlineData("", "<a>", "levels deep")]
    [InlineData(Start, "<a b=\"1\"/>", "elements and attributes")]
    [InlineData(Start, "text ", "characters")]
    [InlineData(Start + "<a b=\"", "value ", "characters")]
    [InlineData(Start + "<!--", "comment ", "characters")]
    public void A_hundred_megabytes_are_refused_in_bounded_memory(string start, string part, string why)
    {
        const int LongestMegabytes = 600;
        using var stream = new Endless(start, part, 100L * Megabyte);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Single(QrdaConversion.Of("long.xml", stream, Report.Measures).Errors);
        Assert.Equal(QrdaErrorText.NotXml, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Megabyte, 0, LongestMegabytes);
    }

    [Fact]
    public void The_deepest_report_that_is_read_is_one_level_below_the_limit()
    {
        const int Levels = 100;
        static string Repeated(string tag, int times) => string.Concat(Enumerable.Repeat(tag, times));
        static string Nested(int levels) => Start + Repeated("<a>", levels - 1) + Repeated("</a>", levels - 1) + End;
        Assert.Equal([23, 24], Report.Codes(Report.Convert(Encoding.ASCII.GetBytes(Nested(Levels)))));
        Assert.Equal([QrdaErrorText.NotXml], Report.Codes(Report.Convert(Encoding.ASCII.GetBytes(Nested(Levels + 1)))));
    }

    private static string Bomb()
    {
        var text = new StringBuilder("<!DOCTYPE lolz [<!ENTITY a \"ha\">");
        for (var letter = 'b'; letter <= 'j'; letter++)
            text.Append($"<!ENTITY {letter} \"{string.Concat(Enumerable.Repeat($"&{(char)(letter - 1)};", 10))}\">");
        return text.Append("]><x>&j;</x>").ToString();
    }

    /// <summary>A start and a part repeated up to a length, without holding it.</summary>
    private sealed class Endless(string start, string part, long length) : Stream
    {
        private readonly byte[] _start = Encoding.ASCII.GetBytes(start);
        private readonly byte[] _part = Encoding.ASCII.GetBytes(part);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            for (; read < count && Position < length; read++, Position++)
                buffer[offset + read] = Position < _start.Length ? _start[Position] : _part[(Position - _start.Length) % _part.Length];
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
