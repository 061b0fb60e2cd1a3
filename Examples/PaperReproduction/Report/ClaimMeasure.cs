namespace PaperReproduction.Report;

/// <summary>What of a run a claim is about.</summary>
internal enum ClaimMeasure
{
    /// <summary>The score at its end.</summary>
    End,

    /// <summary>The mean of its scores, which were taken at equal distances: what "converges faster" can be told by. Of two runs that end alike the faster one has more.</summary>
    Course,
}
