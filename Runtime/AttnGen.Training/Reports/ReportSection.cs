using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>A section of a <see cref="SweepReport"/>.</summary>
public abstract record ReportSection
{
    private protected ReportSection()
    {
    }

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What stands before the section's numbers, plain; a blank line begins a new paragraph. Empty by default.</summary>
    public string Text { get; init; } = "";

    /// <summary>The runs that the section's numbers are of.</summary>
    internal abstract IEnumerable<SweepResult> Runs { get; }

    /// <summary>What follows the heading and the text.</summary>
    internal abstract IEnumerable<XElement> Body(ReportPictures pictures);
}
