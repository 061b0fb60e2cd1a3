using TorchSharp;

namespace AttnGen.Training;

/// <summary>What the loop needs of a tuning session.</summary>
internal interface IStepper
{
    /// <summary>The number of steps taken so far, also before this run.</summary>
    long StepCount { get; }

    /// <summary>The rates that the next step will use.</summary>
    IReadOnlyList<GroupRate> Rates { get; }

    /// <summary>The norm of the gradients of the last step, before clipping; null where it is not known.</summary>
    double? LastGradientNorm { get; }

    /// <summary>Checks the loss and the gradients, updates, and clears the gradients.</summary>
    void Step(torch.Tensor loss);

    /// <summary>Forgets the gradients of batches whose step is not taken.</summary>
    void DropGradients();
}
