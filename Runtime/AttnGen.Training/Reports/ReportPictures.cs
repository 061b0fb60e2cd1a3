using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>The pictures of a page, in their order: each stands in the page and in a file of its own.</summary>
internal sealed class ReportPictures
{
    private readonly List<(string Name, byte[] Png)> files = [];

    /// <summary>The pictures by the end of their files' names.</summary>
    public IReadOnlyList<(string Name, byte[] Png)> Files => files;

    /// <summary>Adds a picture and gives its figure.</summary>
    /// <param name="kind">What kind of picture it is, for the file's name.</param>
    /// <param name="png">The picture.</param>
    /// <param name="size">Its width and height in pixels.</param>
    /// <param name="alternative">What it shows, for who cannot see it.</param>
    /// <param name="caption">The text below it.</param>
    public XElement Figure(string kind, byte[] png, (int Width, int Height) size, string alternative, string caption)
    {
        files.Add(($"{files.Count + 1}-{kind}.png", png));
        return Html.Element(
            "figure",
            Html.Element(
                "img",
                Html.Attribute("src", "data:image/png;base64," + Convert.ToBase64String(png)),
                Html.Attribute("width", ReportNumber.Count(size.Width)),
                Html.Attribute("height", ReportNumber.Count(size.Height)),
                Html.Attribute("alt", alternative)),
            Html.Element("figcaption", caption));
    }
}
