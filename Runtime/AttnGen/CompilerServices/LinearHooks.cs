using TorchSharp.Modules;
using Hooks = AttnGen.CompilerServices.ModuleHooks<
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>,
    System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>>;

namespace AttnGen.CompilerServices;

/// <summary>Whether a layer has forward hooks, which run on its <c>call</c> only.</summary>
internal static class LinearHooks
{
    public static bool Any(Linear linear) => Hooks.Any(linear);
}
