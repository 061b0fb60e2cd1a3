namespace AttnGen.Training;

/// <summary>Speed and time left, from the time that the steps themselves took: an evaluation in between does not make them slower.</summary>
internal sealed class Pace(long totalSteps)
{
    private double seconds;
    private long steps;
    private long examples;
    private long tokens;
    private long last;

    public double ExamplesPerSecond => seconds > 0 ? examples / seconds : 0;

    public double TokensPerSecond => seconds > 0 ? tokens / seconds : 0;

    public TimeSpan Left => steps == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(seconds / steps * Math.Max(0, totalSteps - last), 1e9));

    public void Add(StepReport step)
    {
        seconds += step.Seconds;
        examples += step.Examples;
        tokens += step.Tokens;
        last = step.Step;
        steps++;
    }
}
