namespace AttnGen;

internal sealed record LinearSchedule : Schedule
{
    public LinearSchedule(long total, long warmup)
    {
        CheckLength(total, warmup);
        Total = total;
        Warmup = warmup;
    }

    public long Total { get; }

    public long Warmup { get; }

    public override double Factor(long step) => WarmUp(step, Warmup) * (1 - Progress(step, Total, Warmup));

    public override string ToString() => Words(FormattableString.Invariant($"linear over {Total} updates"), Warmup);
}
