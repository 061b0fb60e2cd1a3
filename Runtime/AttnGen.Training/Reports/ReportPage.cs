using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>The page of a report: one file that needs no other, and runs no script.</summary>
internal static class ReportPage
{
    private const string Resource = "AttnGen.Training.report.css";

    /// <summary>A browser that shows the page loads nothing, whatever is in it.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    public static string Of(SweepReport report, ReportPictures pictures)
    {
        (string Id, string Title, XElement[] Content)[] sections =
        [
            .. report.Sections.Select((section, index) => ($"section-{ReportNumber.Count(index + 1)}", section.Title, Content(section, pictures))),
            ("origin", "On what it ran, and how to repeat it", [.. ReportOrigin.Of(report)]),
        ];
        return Html.Page(Html.Element(
            "html",
            Html.Attribute("lang", "en"),
            Head(report.Title),
            Html.Element(
                "body",
                [
                    Html.Element("h1", report.Title),
                    .. Html.Paragraphs(report.Introduction),
                    Html.Element("nav", Html.Attribute("aria-label", "Contents"), Html.Element("ol", sections.Select(section => Html.Element("li", Html.Element("a", Html.Attribute("href", "#" + section.Id), section.Title))))),
                    Html.Element("main", sections.Select(section => Html.Element("section", [Html.Attribute("id", section.Id), Html.Element("h2", section.Title), .. section.Content]))),
                ])));
    }

    private static XElement[] Content(ReportSection section, ReportPictures pictures) => [.. Html.Paragraphs(section.Text), .. section.Body(pictures)];

    private static XElement Head(string title) => Html.Element(
        "head",
        Html.Element("meta", Html.Attribute("charset", "utf-8")),
        Html.Element("meta", Html.Attribute("http-equiv", "Content-Security-Policy"), Html.Attribute("content", Policy)),
        Html.Element("meta", Html.Attribute("name", "viewport"), Html.Attribute("content", "width=device-width, initial-scale=1")),
        Html.Element("meta", Html.Attribute("name", "color-scheme"), Html.Attribute("content", "light dark")),
        // A browser would ask a server for an icon.
        Html.Element("link", Html.Attribute("rel", "icon"), Html.Attribute("href", "data:,")),
        Html.Element("title", title),
        Html.Element("style", Style()));

    private static string Style()
    {
        using Stream style = typeof(ReportPage).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using StreamReader reader = new(style);
        return "\n" + reader.ReadToEnd();
    }
}
