using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Reads a report's page again: it is XML, so that what is not closed or not escaped does not pass.</summary>
internal static class Pages
{
    public static XElement Read(string html)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    public static XElement Read(params IReadOnlyList<ReportSection> sections) => Read(new SweepReport { Title = "Test", Sections = sections }.ToHtml());

    /// <summary>The rows of a table, each the row's head and its cells.</summary>
    public static List<List<XElement>> Table(this XElement page, int number = 0) =>
        [.. page.Descendants("table").ElementAt(number).Element("tbody")!.Elements("tr").Select(row => row.Elements().ToList())];

    public static List<string> Columns(this XElement page, int number = 0) => [.. page.Descendants("table").ElementAt(number).Element("thead")!.Descendants("th").Select(head => head.Value)];

    /// <summary>The row that has a label, without its head.</summary>
    public static List<XElement> Row(this XElement page, string label, int table = 0) => [.. page.Table(table).Single(row => row[0].Nodes().First().ToString() == label).Skip(1)];

    /// <summary>The exact numbers of a cell.</summary>
    public static double[] Numbers(this XElement cell) => [.. cell.Descendants("data").Select(data => double.Parse(data.Attribute("value")!.Value, CultureInfo.InvariantCulture))];

    /// <summary>The numbers of a cell as people read them.</summary>
    public static double[] Shown(this XElement cell) =>
        [.. cell.Descendants("data").Select(data => double.Parse(data.Value.Replace("\u2212", "-", StringComparison.Ordinal), CultureInfo.InvariantCulture))];

    public static byte[] Picture(this XElement page, int number = 0)
    {
        const string kind = "data:image/png;base64,";
        string source = page.Descendants("img").ElementAt(number).Attribute("src")!.Value;
        Assert.StartsWith(kind, source, StringComparison.Ordinal);
        return Convert.FromBase64String(source[kind.Length..]);
    }
}
