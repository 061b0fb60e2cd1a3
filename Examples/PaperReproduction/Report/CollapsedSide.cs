namespace PaperReproduction.Report;

/// <summary>Which strategy of a comparison has no score because every run of it diverged.</summary>
internal enum CollapsedSide
{
    /// <summary>Neither, or both.</summary>
    None,

    /// <summary>The one that should be better.</summary>
    Former,

    /// <summary>The other.</summary>
    Latter,
}
