namespace AttnGen.Training;

/// <summary>Means, variances and the covariance of pairs, one after the other (Welford 1962): numbers far from zero lose nothing.</summary>
internal sealed class CoMoments
{
    private long count;
    private double meanX;
    private double meanY;
    private double xx;
    private double yy;
    private double xy;

    /// <summary>Pearson's r; <see cref="double.NaN"/> of less than two pairs and where one side is constant or not finite.</summary>
    public double Correlation
    {
        get
        {
            double r = xy / (Math.Sqrt(xx) * Math.Sqrt(yy));
            return count < 2 || xx == 0 || yy == 0 ? double.NaN : Math.Clamp(r, -1, 1);
        }
    }

    public void Add(double x, double y)
    {
        count++;
        double fromX = x - meanX;
        double fromY = y - meanY;
        meanX += fromX / count;
        meanY += fromY / count;
        xx += fromX * (x - meanX);
        yy += fromY * (y - meanY);
        xy += fromX * (y - meanY);
    }
}
