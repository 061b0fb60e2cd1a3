namespace AttnGen;

internal sealed record CosineSchedule : Schedule
{
    public CosineSchedule(long total, long warmup)
    {
        CheckLength(total, warmup);
        Total = total;
        Warmup = warmup;
    }

    public long Total { get; }

    public long Warmup { get; }

    public override double Factor(long step) => WarmUp(step, Warmup) * 0.5 * (1 + Math.Cos(Math.PI * Progress(step, Total, Warmup)));

    public override string ToString() => Words(FormattableString.Invariant($"cosine over {Total} updates"), Warmup);
}
