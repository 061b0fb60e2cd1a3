namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>All that happens between two backward passes, for 200 LoRA matrices: the finite check, clipping, the update, zeroing.</summary>
internal sealed class StepLora : ISpeedCase
{
    public string Name => "step-lora";

    public string Unit => "ms";

    public IReadOnlyList<SpeedTarget> Targets { get; } =
        [new("Step(): finite check, clip, update, zero; the same shapes", "attngen", "torchsharp", SpeedDirection.TimesFaster, 10)];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var task = AdamWLora.Task(scale);
        new Rounds(scale)
            .Add("attngen", task.Session.Step, task.FillOurs)
            .Add("torchsharp", task.PlainStep, task.FillTheirs)
            .Measure(sample, warmUp: 30, rounds: 30, turn: 10);
    }
}
