using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>A section that has text only.</summary>
public sealed record TextSection : ReportSection
{
    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => [];

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures) => [];
}
