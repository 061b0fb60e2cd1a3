using TorchSharp;

namespace AttnGen.Training;

/// <summary>Puts a model into evaluation mode and, when disposed, gives each of its modules the flag back that it had.</summary>
internal sealed class TrainingFlags : IDisposable
{
    private readonly (torch.nn.Module Module, bool Training)[] former;

    private TrainingFlags(torch.nn.Module model)
    {
        // Parents come before children: train(flag) also sets the children, which then get their own.
        former = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        model.eval();
    }

    public static TrainingFlags Evaluating(torch.nn.Module model) => new(model);

    public void Dispose()
    {
        foreach ((torch.nn.Module module, bool training) in former)
        {
            if (module.training != training)
            {
                module.train(training);
            }
        }
    }
}
