namespace AttnGen.Training;

/// <summary>A part of a GLUE task's data.</summary>
public enum GluePart
{
    /// <summary>The official training part, <c>train.tsv</c>.</summary>
    Train,

    /// <summary>The official development part: <c>official_dev.tsv</c> or <c>dev.tsv</c>, of MNLI the matched one, <c>dev_matched.tsv</c>.</summary>
    Development,

    /// <summary>MNLI's development part from other genres than the training part's, <c>dev_mismatched.tsv</c>.</summary>
    DevelopmentMismatched,

    /// <summary>A sample of the official training part to train on, <c>subset_train.json</c>.</summary>
    SubsetTrain,

    /// <summary>Another sample of the official training part, to measure on what <see cref="SubsetTrain"/> trained: <c>subset_dev.json</c>.</summary>
    SubsetDevelopment,
}
