namespace PaperReproduction.Theory;

/// <summary>What a scaling gave.</summary>
/// <param name="Name">The scaling of the rates of Q and K, and of V.</param>
/// <param name="Parts">The sizes of the three parts for each width.</param>
/// <param name="Orders">The power of the width with which each part grows.</param>
internal sealed record ScalingResult(string Name, IReadOnlyList<double[]> Parts, IReadOnlyList<double> Orders)
{
    /// <summary>Whether each part stays of order 1: a slope nearer to 0 than a tenth.</summary>
    public bool IsEfficient => Orders.All(order => Math.Abs(order) < 0.1);
}
