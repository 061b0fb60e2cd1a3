using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;
using AttnGen.Models.Checkpoints;
using AttnGen.Tests.Shared;
using TorchSharp.PyBridge;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>Loading the weights of RoBERTa-base's shape in fp32 from a file that the system has in its memory: safetensors by AttnGen and by PyBridge, and TorchSharp's own format.</summary>
internal sealed class CheckpointLoading : ISpeedCase
{
    public string Name => "load-checkpoint";

    public string Unit => "ms";

    public bool DependsOnThreads => false;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("loading a checkpoint, RoBERTa-base's shape, against PyBridge's load_safetensors", "attngen", "pybridge", SpeedDirection.TimesFaster, 1),
        new("the same, against TorchSharp's load", "attngen", "torchsharp", SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        using var directory = new OwnDirectory();
        using var encoder = new BertEncoder(Encoders.RobertaBase(scale));
        var (safetensors, own) = (Path.Combine(directory.Path, "model.safetensors"), Path.Combine(directory.Path, "model.dat"));
        encoder.save_safetensors(safetensors);
        encoder.save(own);
        new Rounds(scale)
            .Add("attngen", () => Checkpoint.Load(encoder, safetensors))
            .Add("pybridge", () => encoder.load_safetensors(safetensors))
            .Add("torchsharp", () => encoder.load(own))
            .Measure(sample, warmUp: 1, rounds: 5);
    }
}
