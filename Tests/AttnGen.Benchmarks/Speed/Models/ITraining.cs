using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>A model in training: by AttnGen, or as it is written without.</summary>
internal interface ITraining
{
    /// <summary>Forward, loss, backward and update; returns the loss.</summary>
    float Step(Tensor ids, Tensor mask, Tensor labels);
}
