using System.Runtime.CompilerServices;
using TorchSharp;

namespace AttnGen.CompilerServices;

/// <summary>Whether something waits for a module's call. TorchSharp keeps the hooks where only a derived class sees them.</summary>
/// <typeparam name="TPreHook">What runs before.</typeparam>
/// <typeparam name="TPostHook">What runs after.</typeparam>
internal static class ModuleHooks<TPreHook, TPostHook>
{
    public static bool Any(torch.nn.HookableModule<TPreHook, TPostHook> module) => (Before(module).Count | After(module).Count | AnyBefore(module).Count | AnyAfter(module).Count) != 0;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "pre_hooks")]
    private static extern ref Dictionary<string, TPreHook> Before(torch.nn.HookableModule<TPreHook, TPostHook> module);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "post_hooks")]
    private static extern ref Dictionary<string, TPostHook> After(torch.nn.HookableModule<TPreHook, TPostHook> module);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "module_pre_hooks")]
    private static extern ref Dictionary<string, Action<torch.nn.Module>> AnyBefore(torch.nn.HookableModule<TPreHook, TPostHook> module);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "module_post_hooks")]
    private static extern ref Dictionary<string, Action<torch.nn.Module>> AnyAfter(torch.nn.HookableModule<TPreHook, TPostHook> module);
}
