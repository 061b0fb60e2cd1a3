using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>Elements of an HTML page that is XML as well: what they are given is escaped, and what neither can hold is replaced.</summary>
internal static class Html
{
    private static readonly HashSet<string> Void = ["img", "link", "meta"];

    /// <summary>What begins a line of the page. Not what stands in a line of text, where a line feed is a space.</summary>
    private static readonly HashSet<string> Lines =
        ["body", "caption", "details", "div", "figcaption", "figure", "h1", "h2", "head", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "section", "style", "summary", "table", "tbody", "thead", "title", "tr"];

    public static XElement Element(string name, params IEnumerable<object?> content)
    {
        XElement element = new(name, content.Select(each => each is string text ? Clean(text) : each));
        // <p /> would be open to a browser.
        if (element.IsEmpty && !Void.Contains(name))
        {
            element.Value = "";
        }

        return element;
    }

    public static XAttribute Attribute(string name, string value) => new(name, Clean(value));

    /// <summary>A number for people whose <c>value</c> is the exact one.</summary>
    public static XElement Data(double value, string text) => Element("data", Attribute("value", ReportNumber.Exact(value)), text);

    /// <summary>A text's paragraphs, which blank lines part.</summary>
    public static IEnumerable<XElement> Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(paragraph => Element("p", paragraph));

    /// <summary>A table in a box of its own, which scrolls where the page is too narrow for it.</summary>
    /// <param name="caption">What the table shows.</param>
    /// <param name="columns">The columns' heads, that of the rows' heads first.</param>
    /// <param name="rows">The rows: their heads and cells.</param>
    public static XElement Table(string caption, IReadOnlyList<string> columns, IEnumerable<(XElement Head, IEnumerable<XElement> Cells)> rows) => Element(
        "div",
        Attribute("class", "scroll"),
        Attribute("role", "region"),
        Attribute("aria-label", caption),
        Attribute("tabindex", "0"),
        Element(
            "table",
            Element("caption", Element("span", caption)),
            Element("thead", Element("tr", columns.Select(column => Element("th", Attribute("scope", "col"), column)))),
            Element("tbody", rows.Select(row => Element("tr", [row.Head, .. row.Cells])))));

    /// <summary>The head of a row: its name, and what more there is to say in small.</summary>
    public static XElement Head(string name, params IEnumerable<string> more) =>
        Element("th", [Attribute("scope", "row"), name, .. more.Select(each => Element("small", each))]);

    public static XElement Cell(params IEnumerable<object?> content) => Element("td", content);

    /// <summary>A cell of a kind that the style sheet knows: <c>best</c>, <c>diverged</c>, <c>none</c>.</summary>
    public static XElement Cell(CellKind kind, params IEnumerable<object?> content) =>
        kind == CellKind.Plain ? Cell(content) : Element("td", [Attribute("class", kind.ToString().ToLowerInvariant()), .. kind == CellKind.Best ? [Element("strong", content)] : content]);

    /// <summary>A cell for what was not found.</summary>
    public static XElement NoneCell() => Cell(CellKind.None, ReportNumber.None);

    /// <summary>A page's text, the same on every system. The page is not to be used afterwards.</summary>
    public static string Page(XElement html)
    {
        foreach (XElement element in html.Descendants().Where(element => Lines.Contains(element.Name.LocalName)).ToList())
        {
            element.AddBeforeSelf("\n");
        }

        StringBuilder text = new("<!DOCTYPE html>\n");
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            html.Save(writer);
        }

        return text.Append('\n').ToString();
    }

    private static string Clean(string text)
    {
        StringBuilder? cleaned = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (!isPair && !XmlConvert.IsXmlChar(text[i]))
            {
                (cleaned ??= new StringBuilder(text))[i] = '\uFFFD';
            }

            i += isPair ? 1 : 0;
        }

        return cleaned?.ToString() ?? text;
    }
}
