namespace AttnGen;

internal sealed record ConstantSchedule : Schedule
{
    public ConstantSchedule(long warmup)
    {
        CheckWarmup(warmup);
        Warmup = warmup;
    }

    public long Warmup { get; }

    public override double Factor(long step) => WarmUp(step, Warmup);

    public override string ToString() => Words("constant", Warmup);
}
